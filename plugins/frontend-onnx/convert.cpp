#include "convert.hpp"

#include <quern/frontend/cut_outputs.hpp>
#include <quern/frontend/unsupported.hpp>

#include "graph/adapt.hpp"
#include "graph/dequantise.hpp"
#include "graph/float32.hpp"
#include "graph/hoist_constants.hpp"
#include "graph/inline_functions.hpp"
#include "graph/ports.hpp"
#include "graph/validate.hpp"
#include "reader/read.hpp"

namespace quern::frontend::onnx {

Model convert_file(const std::filesystem::path& file, const ConvertOptions& options, const Host& host) {
  host.progress(0.0, "reading " + file.filename().string());
  return convert_model(read_file(file), options, host, file.string());
}

Model convert_model(Model model, const ConvertOptions& options, const Host& host, const std::string& where) {
  return with_place(where, [&] {
    check_versions(model, options.strict, host);
    inline_functions(model);
    validate(model.graph);
    hoist_constants(model.graph);

    bind_inputs(model.graph, options.inputs);
    cut_outputs(model.graph, options.outputs);
    remove_unreachable(model.graph);
    require_tensor_ports(model.graph);
    require_static_inputs(model.graph, host);

    to_float32(model.graph);
    Unsupported unsupported;
    adapt(model, unsupported);
    host.progress(0.5, "adapting operators");
    unsupported.report(host, where);

    dequantise(model);
    remove_unreachable(model.graph);
    model.opsets = canonical_opsets();
    model.ir_version = 8;
    host.progress(1.0, "converted");
    return model;
  });
}

}  // namespace quern::frontend::onnx
