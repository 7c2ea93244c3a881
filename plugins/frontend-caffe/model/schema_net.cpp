// NetParameter and what surrounds the parameters of layers.
#include "model/schema.hpp"

namespace quern::frontend::caffe {
namespace {

using enum Kind;

constexpr FieldSpec kShape[] = {{1, "dim", Int}};

constexpr FieldSpec kState[] = {{1, "phase", Int}, {2, "level", Int}, {3, "stage", Text}};

constexpr FieldSpec kRule[] = {{1, "phase", Int},
                               {2, "min_level", Int},
                               {3, "max_level", Int},
                               {4, "stage", Text},
                               {5, "not_stage", Text}};

constexpr FieldSpec kParam[] = {
    {1, "name", Text}, {2, "share_mode", Int}, {3, "lr_mult", Real}, {4, "decay_mult", Real}};

constexpr FieldSpec kFiller[] = {{1, "type", Text},  {2, "value", Real},        {3, "min", Real},
                                 {4, "max", Real},   {5, "mean", Real},         {6, "std", Real},
                                 {7, "sparse", Int}, {8, "variance_norm", Int}, {0, "file", Ignored}};

constexpr FieldSpec kHead[] = {{1, "name", Text},
                               {2, "layers", Ignored},
                               {3, "input", Text},
                               {4, "input_dim", Int},
                               {5, "force_backward", Ignored},
                               {6, "state", Message, &kStateSpec},
                               {7, "debug_info", Ignored},
                               {8, "input_shape", Message, &kShapeSpec},
                               {100, "layer", Ignored}};
constexpr FieldSpec kNet[] = {{1, "name", Text},
                              {2, "layers", Message, &kV1LayerSpec},
                              {3, "input", Text},
                              {4, "input_dim", Int},
                              {5, "force_backward", Ignored},
                              {6, "state", Message, &kStateSpec},
                              {7, "debug_info", Ignored},
                              {8, "input_shape", Message, &kShapeSpec},
                              {100, "layer", Message, &kLayerSpec}};

}  // namespace

constexpr MessageSpec kShapeSpec{"shape", kShape};
constexpr MessageSpec kStateSpec{"state", kState};
constexpr MessageSpec kRuleSpec{"include or exclude", kRule};
constexpr MessageSpec kParamSpec{"param", kParam};
constexpr MessageSpec kFillerSpec{"filler", kFiller};
constexpr MessageSpec kNetSpec{"net", kNet};
constexpr MessageSpec kHeadSpec{"net", kHead};

}  // namespace quern::frontend::caffe
