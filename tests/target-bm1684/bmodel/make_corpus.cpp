// Writes the seeds of the fuzz target into a folder: make-bmodel-corpus FOLDER
#include <fstream>

#include "model_maker.hpp"

int main(int argc, char** argv) {
  using namespace quern::bmodel;
  if (argc != 2) return 2;
  const auto save = [&](const char* name, const Model& model) {
    std::ofstream(std::string(argv[1]) + "/" + name, std::ios::binary) << test::file_of(model);
  };
  save("one_stage.bmodel", test::classifier(1));
  save("every_field.bmodel", test::two_nets());
  Model bare = test::classifier(1);
  Stage& stage = bare.nets[0].stages[0];
  stage.coefficients.reset();
  stage.groups.clear();
  stage.subnets.clear();
  save("bare.bmodel", bare);
}
