// box_nms: drops boxes that overlap better ones; what stays moves to the front, the rest of the rows is -1.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

int64_t is_centre(const Attributes& a, const char* name) {
  const std::string format = a.text(name, "corner");
  if (format != "corner" && format != "center")
    throw UnsupportedError(std::string(name) + " \"" + format + "\"");
  return format == "center";
}

void translate_box_nms(Context& layer) {
  const Attributes& a = layer.attributes();
  layer.make("BoxNms", {layer.input()},
             {{"overlap_threshold", float(a.number("overlap_thresh", 0.5))},
              {"valid_threshold", float(a.number("valid_thresh", 0))},
              {"top_k", a.integer("topk", -1)},
              {"coord_start", a.integer("coord_start", 2)},
              {"score_index", a.integer("score_index", 1)},
              {"id_index", a.integer("id_index", -1)},
              {"background_id", a.integer("background_id", -1)},
              {"force_suppress", int64_t(a.flag("force_suppress", false))},
              {"in_center", is_centre(a, "in_format")},
              {"out_center", is_centre(a, "out_format")}},
             kQuernDomain);
}

QUERN_MXNET_OPERATOR(translate_box_nms, "_contrib_box_nms", "_contrib_box_non_maximum_suppression",
                     "_npx_box_nms");

}  // namespace
}  // namespace quern::frontend::mxnet
