#include "support/sha256.hpp"

#include <algorithm>
#include <openssl/evp.h>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

namespace quern {
namespace {

EVP_MD_CTX* evp(const std::shared_ptr<void>& context) { return static_cast<EVP_MD_CTX*>(context.get()); }

void require(int result) {
  if (result != 1) throw Error(QUERN_ERROR_INTERNAL, "SHA-256 is not available in the OpenSSL library");
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new(), [](void* c) { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(c)); }) {
  require(EVP_DigestInit_ex(evp(context_), EVP_sha256(), nullptr));
}

void Sha256::add(const void* data, size_t size) { require(EVP_DigestUpdate(evp(context_), data, size)); }

std::string Sha256::finish() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  require(EVP_DigestFinal_ex(evp(context_), digest, &size));
  static const char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

std::string sha256_of_file(const std::filesystem::path& file) {
  const Blob content = map_file(file);
  Sha256 hash;
  hash.add(content.data(), content.size());
  return hash.finish();
}

}  // namespace quern
