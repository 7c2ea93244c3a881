// All passes by name. Each has a file of its own, <name>.cpp, and returns whether it changed the graph.
// Unless stated otherwise a pass expects topological order and inferred shapes, and keeps both.
#pragma once

#include <functional>

#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::passes {

using Report = std::function<void(const Diagnostic&)>;

// --- Order and names ---------------------------------------------------------------------------------
// Puts nodes behind the makers of their inputs and otherwise keeps the order. Throws InputError where that
// is impossible: a cycle, a tensor that nothing makes, or one that two nodes make.
bool sort_nodes(Graph& graph);
// Gives every node a unique name and every node without "quern.source" its name as source.
bool name_nodes(Graph& graph);
// Removes what no graph output needs: nodes, initializers and value_info.
bool remove_dead_nodes(Graph& graph);
// Graph outputs that have become constants are made by an Identity node again.
bool secure_outputs(Graph& graph);

// --- Shapes and constants ----------------------------------------------------------------------------
// Constant nodes become initializers.
bool extract_constants(Graph& graph);
// One forward sweep: infers all types and shapes, evaluates whatever is constant (shape arithmetic
// included), and replaces If, Loop and Scan by their bodies where conditions and trip counts are known.
// Throws Error naming the node that contradicts its operator's definition.
bool infer_shapes(Graph& graph);

// --- One spelling per operation ----------------------------------------------------------------------
// Removes nodes that return their input: Identity, Dropout, Cast to the same type, Reshape and Expand to the
// same shape, Transpose that moves nothing, Pad by 0, Concat/Sum/Max/Min/Mean of one, Slice of everything,
// ...
bool remove_no_ops(Graph& graph);
// Flatten, Squeeze, Unsqueeze and Reshape with any spelling of the shape: Reshape to a constant static shape.
bool use_reshape(Graph& graph);
// Reshape of a Reshape; Transpose of a Transpose; a Transpose that only moves axes of size 1 is a Reshape.
bool merge_reshapes(Graph& graph);
bool merge_transposes(Graph& graph);
// Several moves (Reshape, Transpose, Gather, Slice) that together take every k-th element: one Slice.
bool use_slice(Graph& graph);
// Moves of a single image from one tensor with the batch in front to another leave the batch where it is.
bool keep_batch_axis(Graph& graph);
// auto_pad and output_shape of convolutions and poolings become pads.
bool explicit_pads(Graph& graph);
// Gemm with transA = 0, alpha = beta = 1 and, where C is constant, C of shape [N].
bool normalise_gemm(Graph& graph);
// MatMul of a matrix with constant weights, and the Add of a constant behind it: Gemm.
bool use_gemm(Graph& graph);
// x - c is x + (-c), exactly; x / c is x * (1/c): rounding the reciprocal first moves the quotient by at
// most 1 unit in the last place, and not at all where c is a power of two.
bool normalise_arithmetic(Graph& graph);
// Max and Min with a scalar constant: Clip; a Clip from 0 to infinity: Relu; Clip of Relu or Clip: one Clip.
bool normalise_clip(Graph& graph);

// --- Recognising operations in their pieces (float32 only) -------------------------------------------
// k * Clip(a*x + b, lo, hi) that saturates at 0 and 1 and is 0.5 at x = 0.
bool recognise_hard_sigmoid(Graph& graph);
// x * HardSigmoid(x) with slope 1/6.
bool recognise_hard_swish(Graph& graph);
// x * Sigmoid(x).
bool recognise_silu(Graph& graph);
// x/2 * (1 + Erf(x/sqrt(2))), and x/2 * (1 + Tanh(sqrt(2/pi) * (x + 0.044715 x^3))).
bool recognise_gelu(Graph& graph);
// x * Tanh(Softplus(x)), with Softplus(x) also spelled Log(1 + Exp(x)).
bool recognise_mish(Graph& graph);
// Max(x, slope * x) with 0 <= slope <= 1.
bool recognise_leaky_relu(Graph& graph);
// Relu(x) + slope * (x - |x|) / 2 and Relu(x) - slope * Relu(-x): PRelu, or LeakyRelu for a scalar slope.
bool recognise_prelu(Graph& graph);
// (x - mean) / sqrt(variance + epsilon) over trailing axes, with the scale and bias that follow.
bool recognise_layer_norm(Graph& graph);

// --- Folding -----------------------------------------------------------------------------------------
// Pad with zeros before Conv or AveragePool becomes its pads.
bool merge_pads(Graph& graph);
// A scale or shift per channel (BatchNormalization, Mul, Add) behind Conv, ConvTranspose or Gemm with
// constant weights is computed into weights and bias.
bool fold_channel_affine(Graph& graph);
// x + c + d and x * c * d with constants: one constant.
bool merge_constants(Graph& graph);
// BatchNormalization that nothing could absorb: Mul and Add per channel.
bool expand_batch_norm(Graph& graph);

// --- The end -----------------------------------------------------------------------------------------
// Bodies of the quern operators in use, spelled in opset-17 operators, so that other tools can execute the
// model. Warns where no single body exists.
void add_function_bodies(Model& model, const Report& report);
// Checks the rules of docs/canonical.md. Reports every violation; throws InputError after the last where at
// least one is an error. Shapes that depend on data are reported as warnings.
void verify_canonical(const Model& model, const Report& report);

}  // namespace quern::passes
