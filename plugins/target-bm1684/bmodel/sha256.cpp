#include "bmodel/sha256.hpp"

#include <openssl/evp.h>

namespace quern::bmodel {

Digest sha256(const Binary& data) {
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 ||
      size != digest.size())
    throw Error(QUERN_ERROR_INTERNAL, "SHA-256 is not available in the OpenSSL library");
  return digest;
}

}  // namespace quern::bmodel
