#include "config/pipeline_file.hpp"

#include <algorithm>

#include "config/check.hpp"
#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/section.hpp"
#include "config/settings.hpp"
#include "support/file.hpp"
#include "support/parse.hpp"

namespace quern::config {
namespace fs = std::filesystem;
namespace {

DataSection read_data(const Section& section, Problems& problems) {
  DataSection data;
  data.origin = section.value().origin;
  data.description.images = section.path("images").string();
  data.description.arrays = section.path("arrays").string();
  data.description.limit = section.integer("limit", 0);
  const std::string labels = section.text("labels");
  const bool is_word = labels.empty() || labels == "folder" || labels == "filename";
  data.description.labels = is_word ? labels : section.resolve(labels).string();
  data.description.classes = section.path("classes").string();
  if (section.is_mapping() && section.has("images") == section.has("arrays"))
    problems.add(data.origin, section.has("images") ? "\"images\" and \"arrays\" exclude each other"
                                                    : "either \"images\" or \"arrays\" is needed here");
  return data;
}

DataSection read_data_of(const Section& parent, Problems& problems) {
  return parent.has("data") ? read_data(parent.section("data"), problems) : DataSection();
}

ModelSection read_model(const Section& section, Problems& problems) {
  ModelSection model;
  model.origin = section.value().origin;
  model.frontend = section.plugin("frontend");
  model.files = section.paths("files");
  if (section.has("file")) model.files = {section.path("file")};
  if (section.is_mapping() && section.has("file") == section.has("files"))
    problems.add(model.origin, section.has("file") ? "\"file\" and \"files\" exclude each other"
                                                   : "either \"file\" or \"files\" is needed here");
  if (const Value* inputs = section.find("inputs"))
    for (const Entry& entry : inputs->entries) {
      Shape shape;
      for (const Value& item : entry.value.items) shape.push_back(parse_int(item.text).value_or(1));
      model.inputs.emplace_back(entry.key, shape);
    }
  model.outputs = section.texts("outputs");
  return model;
}

template <class Choice>
Choice choose(const std::string& text, std::initializer_list<std::pair<const char*, Choice>> choices,
              Choice fallback) {
  for (const auto& [name, choice] : choices)
    if (text == name) return choice;
  return fallback;
}

// `std` as a `scale`.
std::vector<float> read_scale(const Section& section, Problems& problems) {
  if (!section.has("std")) return section.numbers("scale", {1});
  if (section.has("scale"))
    problems.add(section.origin("std"), "\"std\" and \"scale\" exclude each other: scale is 1/std");
  std::vector<float> scale = section.numbers("std", {1});
  if (std::find(scale.begin(), scale.end(), 0.0f) != scale.end())
    problems.add(section.origin("std"), "\"std\" must not be 0");
  for (float& value : scale) value = 1.0f / value;
  return scale;
}

PreprocessSection read_preprocess(const Section& section, Problems& problems) {
  using data::Preprocess;
  Preprocess settings;
  settings.resize = choose(section.text("resize"),
                           {{"none", Preprocess::Resize::None},
                            {"letterbox", Preprocess::Resize::Letterbox},
                            {"crop", Preprocess::Resize::Crop}},
                           Preprocess::Resize::Stretch);
  settings.channels = choose(section.text("channels"),
                             {{"bgr", Preprocess::Channels::Bgr}, {"gray", Preprocess::Channels::Gray}},
                             Preprocess::Channels::Rgb);
  settings.layout =
      choose(section.text("layout"), {{"nhwc", Preprocess::Layout::Nhwc}}, Preprocess::Layout::Nchw);
  settings.shortest_side = section.integer("shortest_side", 0);
  settings.fill = float(section.number("fill", 114));
  settings.mean = section.numbers("mean", {0});
  settings.scale = read_scale(section, problems);
  const size_t channels = settings.channels == Preprocess::Channels::Gray ? 1 : 3;
  const auto check_count = [&](const char* key, size_t count) {
    if (count != 1 && count != channels)
      problems.add(section.origin(key), "\"" + std::string(key) + "\" has " + std::to_string(count) +
                                            " values; one, or one for each of the " +
                                            std::to_string(channels) + " channels, is needed");
  };
  check_count("mean", settings.mean.size());
  check_count(section.has("std") ? "std" : "scale", settings.scale.size());
  return {settings, section.value().origin};
}

std::map<std::string, PreprocessSection> read_preprocesses(const Section& section, const fs::path& folder,
                                                           Problems& problems) {
  if (!is_named(section.value())) return {{"", read_preprocess(section, problems)}};
  std::map<std::string, PreprocessSection> result;
  for (const Entry& entry : section.value().entries)
    result.emplace(entry.key, read_preprocess(Section(entry.value, folder), problems));
  return result;
}

CalibrateSection read_calibrate(const Section& section, const fs::path& folder, Problems& problems) {
  CalibrateSection calibrate;
  calibrate.quant = section.plugin("quant");
  calibrate.data = read_data_of(section, problems);
  calibrate.hints = section.flag("hints", true);
  if (const Value* overrides = section.find("overrides"))
    for (const Entry& entry : overrides->entries) {
      const Section wish(entry.value, folder);
      calibration::Override& target = calibrate.overrides[entry.key];
      if (wish.has("threshold")) target.threshold = wish.number("threshold", 1);
      if (wish.has("signed")) target.is_signed = wish.flag("signed", true);
      target.keep_float = wish.flag("float", false);
    }
  return calibrate;
}

EvaluateSection read_evaluate(const Section& section, Problems& problems) {
  EvaluateSection evaluate;
  evaluate.runtime = section.plugin("runtime");
  evaluate.data = read_data_of(section, problems);
  evaluate.output = section.text("output");
  evaluate.top = section.integers("top", {1, 5});
  for (const int k : evaluate.top)
    if (k != 1 && k != 5)
      problems.add(section.origin("top"), "only top-1 and top-5 are measured, not top-" + std::to_string(k));
  return evaluate;
}

RunSection read_run(const Section& section, Problems& problems) {
  RunSection run;
  run.runtime = section.plugin("runtime");
  run.outputs = section.path("outputs");
  if (section.has("inputs") && section.find("inputs")->kind == Value::Kind::Map)
    run.data = read_data(section.section("inputs"), problems);
  else
    run.inputs = section.path("inputs");
  return run;
}

std::string read_name(const Section& root, const fs::path& file, Problems& problems) {
  const std::string name = root.text("name", file.stem().string());
  const bool clean =
      !name.empty() && name[0] != '.' && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-';
      });
  if (!clean)
    problems.add(root.origin("name"),
                 "the name \"" + name +
                     "\" must consist of letters, digits, '.', '_' and '-', and not begin with '.'" +
                     std::string(root.has("name") ? "" : "; set \"name\""));
  return name;
}

Pipeline read_pipeline(const Value& value, const fs::path& file, Problems& problems) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Section root(value, folder);
  Pipeline pipeline;
  pipeline.file = file;
  pipeline.name = read_name(root, file, problems);
  pipeline.work = root.has("work") ? root.path("work") : root.resolve("work/" + pipeline.name);
  pipeline.plugin_dirs = root.paths("plugin_dirs");
  pipeline.jobs = root.integer("jobs", 0);
  if (root.has("model")) pipeline.model = read_model(root.section("model"), problems);
  if (root.has("preprocess"))
    pipeline.preprocess = read_preprocesses(root.section("preprocess"), folder, problems);
  if (root.has("calibrate")) pipeline.calibrate = read_calibrate(root.section("calibrate"), folder, problems);
  if (root.has("compile")) {
    const Section compile = root.section("compile");
    pipeline.compile = CompileSection{compile.plugin("target"), compile.flag("quantise", true)};
    if (pipeline.compile->quantise && !pipeline.calibrate)
      problems.add(
          root.origin("compile"),
          "compiling to integers needs thresholds: add a \"calibrate\" section, or \"quantise: false\"");
  }
  if (root.has("evaluate")) pipeline.evaluate = read_evaluate(root.section("evaluate"), problems);
  if (root.has("run")) pipeline.run = read_run(root.section("run"), problems);
  return pipeline;
}

}  // namespace

Pipeline parse_pipeline(const std::string& text, const fs::path& file,
                        const std::vector<std::string>& settings) {
  Problems problems;
  Value root = parse_document(text, file.string(), problems);
  if (root.kind == Value::Kind::Null) throw Error(QUERN_ERROR_ARGUMENT, "the file is empty", file.string());
  apply_settings(root, settings, problems);
  check_section(root, pipeline_fields(), problems);
  Pipeline pipeline = read_pipeline(root, file, problems);
  problems.throw_if_any();
  return pipeline;
}

Pipeline load_pipeline(const fs::path& file, const std::vector<std::string>& settings) {
  return parse_pipeline(read_file(file, kLargestFile), file, settings);
}

}  // namespace quern::config
