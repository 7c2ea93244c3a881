#include "config/schema.hpp"

#include <array>
#include <charconv>

#include "support/parse.hpp"

namespace quern::config {
namespace {

constexpr std::array kModel{
    Field{.key = "file", .type = Type::Path, .help = "The model, where it is a single file."},
    Field{.key = "files",
          .type = Type::Paths,
          .help = "The model and its companions, where it is several files."},
    Field{.key = "frontend", .help = "The frontend plugin.", .fallback = "the one that knows the file"},
    Field{.key = "inputs",
          .type = Type::Shapes,
          .help = "Shapes of inputs that the model leaves open, e.g. `data: [1, 3, 224, 224]`."},
    Field{.key = "outputs",
          .type = Type::Texts,
          .help = "Tensors at which the network ends.",
          .fallback = "the model's own outputs"},
    Field{.key = "options", .type = Type::Options, .help = "Options of the frontend plugin."},
};

constexpr std::array kPreprocess{
    Field{.key = "resize",
          .type = Type::Choice,
          .help = "How an image gets the input's size: not at all, both sides independently, with the aspect "
                  "ratio kept and borders filled, or by cutting out the centre.",
          .fallback = "stretch",
          .choices = "none|stretch|letterbox|crop"},
    Field{.key = "shortest_side",
          .type = Type::Int,
          .help = "With `crop`: the image's shorter side before the cut; 0 is the input's own.",
          .fallback = "0",
          .minimum = 0,
          .maximum = 65536},
    Field{.key = "fill",
          .type = Type::Number,
          .help = "With `letterbox`: grey value of the borders.",
          .fallback = "114",
          .minimum = 0,
          .maximum = 255},
    Field{.key = "channels",
          .type = Type::Choice,
          .help = "Order of the colour channels.",
          .fallback = "rgb",
          .choices = "rgb|bgr|gray"},
    Field{.key = "mean",
          .type = Type::Numbers,
          .help =
              "Subtracted from the 0..255 values; one number, or one per channel in the order of `channels`.",
          .fallback = "0"},
    Field{.key = "scale",
          .type = Type::Numbers,
          .help = "Multiplied after `mean` was subtracted; likewise.",
          .fallback = "1"},
    Field{.key = "std",
          .type = Type::Numbers,
          .help = "Divided by instead of `scale`, in 0..255 units; likewise."},
    Field{.key = "layout",
          .type = Type::Choice,
          .help = "Order of the input's axes.",
          .fallback = "nchw",
          .choices = "nchw|nhwc"},
};

constexpr std::array kData{
    Field{.key = "images",
          .type = Type::Path,
          .help = "A folder of JPEG and PNG images (searched recursively), or a text file with one image "
                  "path per line."},
    Field{.key = "arrays",
          .type = Type::Path,
          .help = "Instead of images: an .npz file whose keys are input names and whose first axis counts "
                  "samples, or a folder of .npz files with one sample each."},
    Field{.key = "limit",
          .type = Type::Int,
          .help = "Use only the first samples in name order; 0 uses all.",
          .fallback = "0",
          .minimum = 0,
          .maximum = 1e9},
};

constexpr std::array kLabelledData{
    kData[0],
    kData[1],
    Field{.key = "labels",
          .help = "Where the classes come from: `folder` (name of the image's folder), `filename` (text "
                  "before the first `_` or `.`), or a file with lines `name,label`.",
          .fallback = "no labels"},
    Field{.key = "classes",
          .type = Type::Path,
          .help = "A file with one class name per line; the line's number is the class.",
          .fallback = "labels are numbers"},
    kData[2],
};

constexpr std::array kOverride{
    Field{.key = "threshold",
          .type = Type::Number,
          .help = "The threshold, instead of the method's.",
          .minimum = 1e-30,
          .maximum = 1e30},
    Field{.key = "signed",
          .type = Type::Bool,
          .help = "Whether the tensor has negative values.",
          .fallback = "as seen in the data"},
    Field{.key = "float",
          .type = Type::Bool,
          .help = "Keep the layer that makes this tensor in float.",
          .fallback = "false"},
};

constexpr std::array kCalibrate{
    Field{.key = "data",
          .type = Type::Section,
          .help = "The calibration data.",
          .required = true,
          .fields = kData},
    Field{.key = "quant",
          .help = "The quant plugin: the method that finds thresholds.",
          .fallback = "the only one installed"},
    Field{.key = "options", .type = Type::Options, .help = "Options of the quant plugin."},
    Field{.key = "overrides",
          .type = Type::NamedSections,
          .help = "What you know better about single tensors, by tensor name.",
          .fields = kOverride},
    Field{.key = "hints",
          .type = Type::Bool,
          .help = "Use the thresholds that a model with fake quantisation carries.",
          .fallback = "true"},
};

constexpr std::array kCompile{
    Field{.key = "target", .help = "The target plugin.", .fallback = "the only one installed"},
    Field{.key = "quantise",
          .type = Type::Bool,
          .help = "Make integer code; `false` compiles in float.",
          .fallback = "true"},
    Field{.key = "options", .type = Type::Options, .help = "Options of the target plugin."},
};

constexpr std::array kEvaluate{
    Field{.key = "data",
          .type = Type::Section,
          .help = "The evaluation data. With labels the accuracy is measured, without them the agreement "
                  "with float.",
          .required = true,
          .fields = kLabelledData},
    Field{.key = "output", .help = "The output with the class scores.", .fallback = "the only float output"},
    Field{.key = "top",
          .type = Type::Ints,
          .help = "Which top-k accuracies to print: 1, 5 or both.",
          .fallback = "[1, 5]",
          .minimum = 1,
          .maximum = 5},
    Field{.key = "runtime", .help = "The runtime plugin.", .fallback = "the one that knows the artefact"},
    Field{.key = "options", .type = Type::Options, .help = "Options of the runtime plugin."},
};

constexpr std::array kRun{
    Field{.key = "inputs",
          .type = Type::PathOrSection,
          .help = "An .npz file whose keys are input names, or data as in `calibrate.data`.",
          .required = true,
          .fields = kData},
    Field{.key = "outputs",
          .type = Type::Path,
          .help = "The .npz file to write; its keys are output names.",
          .required = true},
    Field{.key = "runtime",
          .help = "The runtime plugin: what it executes is the target's program, or else the network.",
          .fallback = "the one that knows the artefact"},
    Field{.key = "options", .type = Type::Options, .help = "Options of the runtime plugin."},
};

constexpr std::array kPipeline{
    Field{.key = "quern",
          .type = Type::Int,
          .help = "Version of this file format.",
          .minimum = 1,
          .maximum = 1,
          .required = true},
    Field{.key = "name",
          .help = "Name of the network, used for file names: letters, digits, `.`, `_`, `-`.",
          .fallback = "the file's name without extension"},
    Field{.key = "work", .type = Type::Path, .help = "Folder for artefacts.", .fallback = "work/NAME"},
    Field{.key = "plugin_dirs", .type = Type::Paths, .help = "Further folders with plugins."},
    Field{.key = "jobs",
          .type = Type::Int,
          .help = "Threads; 0 uses all processors.",
          .fallback = "0",
          .minimum = 0,
          .maximum = 1024},
    Field{.key = "model",
          .type = Type::Section,
          .help = "The network to convert.",
          .required = true,
          .fields = kModel},
    Field{.key = "preprocess",
          .type = Type::SectionOrNamed,
          .help = "How an image becomes a network input; one description, or one per input name.",
          .fields = kPreprocess},
    Field{.key = "calibrate",
          .type = Type::Section,
          .help = "Finds the thresholds for INT8.",
          .fields = kCalibrate},
    Field{.key = "compile",
          .type = Type::Section,
          .help = "Makes the integer network and the target's program.",
          .fields = kCompile},
    Field{.key = "evaluate",
          .type = Type::Section,
          .help = "Measures accuracy before and after.",
          .fields = kEvaluate},
    Field{
        .key = "run", .type = Type::Section, .help = "Executes the network on given inputs.", .fields = kRun},
};

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string with_range(const std::string& type, const Field& field) {
  if (field.minimum && field.maximum)
    return type + ", " + number_text(*field.minimum) + " to " + number_text(*field.maximum);
  return type;
}

std::string choice_text(const Field& field) {
  std::string text = "one of";
  for (const std::string& choice : split(field.choices, '|'))
    text += (text == "one of" ? " " : ", ") + choice;
  return text;
}

}  // namespace

std::span<const Field> pipeline_fields() { return kPipeline; }

const Field* find_field(std::span<const Field> fields, std::string_view key) {
  for (const Field& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

std::vector<std::string> keys_of(std::span<const Field> fields) {
  std::vector<std::string> keys;
  for (const Field& field : fields) keys.emplace_back(field.key);
  return keys;
}

std::string type_text(const Field& field) {
  switch (field.type) {
    case Type::Text:
      return "text";
    case Type::Path:
      return "path";
    case Type::Bool:
      return "true or false";
    case Type::Int:
      return with_range("integer", field);
    case Type::Number:
      return with_range("number", field);
    case Type::Choice:
      return choice_text(field);
    case Type::Texts:
      return "list of texts";
    case Type::Paths:
      return "list of paths";
    case Type::Ints:
      return with_range("list of integers", field);
    case Type::Numbers:
      return "number, or list of numbers";
    case Type::Shapes:
      return "mapping from names to shapes";
    case Type::Options:
      return "mapping from option names to values";
    case Type::Section:
      return "section";
    case Type::NamedSections:
      return "mapping from names to sections";
    case Type::SectionOrNamed:
      return "section, or mapping from names to sections";
    case Type::PathOrSection:
      return "path, or section";
  }
  return {};
}

}  // namespace quern::config
