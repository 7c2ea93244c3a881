#include "reader/graph_def.hpp"

#include "reader/attributes.hpp"

namespace quern::frontend::tensorflow {
namespace {

using protozero::data_view;
using protozero::pbf_reader;

constexpr size_t kMostNodes =
    250'000;  // of a graph with its functions; the largest networks have some 10,000

class GraphReader {
 public:
  explicit GraphReader(std::shared_ptr<const void> owner) : owner_(std::move(owner)) {}

  SourceGraph graph(data_view bytes) {
    SourceGraph graph;
    pbf_reader message(bytes);
    while (message.next()) {
      if (message.tag() == field::graph_def::node)
        graph.nodes.push_back(node(message.get_view()));
      else if (message.tag() == field::graph_def::library)
        read_library(message.get_message(), graph);
      else
        message.skip();
    }
    return graph;
  }

 private:
  Node node(data_view bytes) {
    if (++count_ > kMostNodes)
      throw InputError("the graph has more than " + std::to_string(kMostNodes) + " nodes");
    namespace f = field::node_def;
    Node node;
    pbf_reader message(bytes);
    while (message.next()) switch (message.tag()) {
        case f::name:
          node.name = message.get_string();
          break;
        case f::op:
          node.op = message.get_string();
          break;
        case f::input: {
          std::string input = message.get_string();
          if (input.starts_with('^'))
            node.controls.push_back(input.substr(1));
          else
            node.inputs.push_back(std::move(input));
          break;
        }
        case f::attr: {
          auto [key, value] = entry(message.get_message());
          node.attributes.insert_or_assign(std::move(key), read_attribute(value, owner_));
          break;
        }
        default:
          message.skip();
      }
    if (node.name.empty() || node.op.empty())
      throw InputError("a node has no name or no operator", node.name);
    return node;
  }

  static std::pair<std::string, data_view> entry(pbf_reader message) {
    std::string key;
    data_view value;
    while (message.next()) {
      if (message.tag() == field::entry::key)
        key = message.get_string();
      else if (message.tag() == field::entry::value)
        value = message.get_view();
      else
        message.skip();
    }
    return {std::move(key), value};
  }

  void read_library(pbf_reader message, SourceGraph& graph) {
    while (message.next(field::library::function)) {
      Function function = read_function(message.get_message());
      std::string name = function.name;
      graph.functions.insert_or_assign(std::move(name), std::move(function));
    }
  }

  Function read_function(pbf_reader message) {
    namespace f = field::function_def;
    Function function;
    while (message.next()) switch (message.tag()) {
        case f::signature:
          read_signature(message.get_message(), function);
          break;
        case f::node_def:
          function.nodes.push_back(node(message.get_view()));
          break;
        case f::ret: {
          auto [key, value] = entry(message.get_message());
          function.returned.insert_or_assign(std::move(key), std::string(value.data(), value.size()));
          break;
        }
        default:
          message.skip();
      }
    return function;
  }

  static void read_signature(pbf_reader message, Function& function) {
    namespace f = field::op_def;
    const auto argument = [](pbf_reader arg) {
      std::string name;
      while (arg.next(field::arg_def::name)) name = arg.get_string();
      return name;
    };
    while (message.next()) switch (message.tag()) {
        case f::name:
          function.name = message.get_string();
          break;
        case f::input_arg:
          function.arguments.push_back(argument(message.get_message()));
          break;
        case f::output_arg:
          function.results.push_back(argument(message.get_message()));
          break;
        default:
          message.skip();
      }
  }

  std::shared_ptr<const void> owner_;
  size_t count_ = 0;
};

// Inputs of top-level nodes in one spelling: "x:0" is "x".
void normalise_inputs(SourceGraph& graph) {
  for (Node& node : graph.nodes)
    for (std::string& input : node.inputs) {
      const TensorName name = parse_tensor_name(input);
      input = tensor_name(name.node, name.output);
    }
}

}  // namespace

SourceGraph read_graph_def(const Blob& bytes, const std::string& where) {
  try {
    SourceGraph graph = GraphReader(bytes.owner()).graph(view_of(bytes));
    normalise_inputs(graph);
    return graph;
  } catch (const protozero::exception& e) {
    throw InputError(std::string("this is not a whole GraphDef: ") + e.what(), where,
                     "The file is truncated or damaged: copy or export it again.");
  } catch (const InputError& e) {
    throw InputError(std::string(e.what()) + (e.where().empty() ? "" : " (node \"" + e.where() + "\")"),
                     where, e.hint());
  }
}

}  // namespace quern::frontend::tensorflow
