// The parameters of layers.
#include "model/schema.hpp"

namespace quern::frontend::caffe {
namespace {

using enum Kind;

constexpr FieldSpec kArgMax[] = {{1, "out_max_val", Int}, {2, "top_k", Int}, {3, "axis", Int}};
constexpr FieldSpec kBatchNorm[] = {{1, "use_global_stats", Int},
                                    {2, "moving_average_fraction", Real},
                                    {3, "eps", Real},
                                    {5, "scale_filler", Ignored},
                                    {6, "bias_filler", Ignored},
                                    {7, "scale_bias", Int},
                                    {0, "scale_bias_term", Int},
                                    {15, "engine", Ignored}};
constexpr FieldSpec kBias[] = {{1, "axis", Int}, {2, "num_axes", Int}, {3, "filler", Message, &kFillerSpec}};
constexpr FieldSpec kBn[] = {{1, "slope_filler", Ignored}, {2, "bias_filler", Ignored},
                             {3, "momentum", Ignored},     {4, "eps", Real},
                             {5, "frozen", Ignored},       {6, "engine", Ignored},
                             {0, "bn_mode", Int},          {0, "scale_filler", Ignored},
                             {0, "shift_filler", Ignored}};
constexpr FieldSpec kClip[] = {{1, "min", Real}, {2, "max", Real}};
constexpr FieldSpec kConcat[] = {{1, "concat_dim", Int}, {2, "axis", Int}};
constexpr FieldSpec kConvolution[] = {{1, "num_output", Int},
                                      {2, "bias_term", Int},
                                      {3, "pad", Int},
                                      {4, "kernel_size", Int},
                                      {5, "group", Int},
                                      {6, "stride", Int},
                                      {7, "weight_filler", Message, &kFillerSpec},
                                      {8, "bias_filler", Message, &kFillerSpec},
                                      {9, "pad_h", Int},
                                      {10, "pad_w", Int},
                                      {11, "kernel_h", Int},
                                      {12, "kernel_w", Int},
                                      {13, "stride_h", Int},
                                      {14, "stride_w", Int},
                                      {15, "engine", Ignored},
                                      {16, "axis", Int},
                                      {17, "force_nd_im2col", Ignored},
                                      {18, "dilation", Int},
                                      {0, "dilation_h", Int},
                                      {0, "dilation_w", Int},
                                      {0, "hole", Int},
                                      {0, "hole_h", Int},
                                      {0, "hole_w", Int}};
constexpr FieldSpec kCrop[] = {{1, "axis", Int}, {2, "offset", Int}};
constexpr FieldSpec kNms[] = {{1, "nms_threshold", Real}, {2, "top_k", Int}, {3, "eta", Real}};
constexpr MessageSpec kNmsSpec{"nms_param", kNms};
constexpr FieldSpec kDetectionOutput[] = {{1, "num_classes", Int},
                                          {2, "share_location", Int},
                                          {3, "background_label_id", Int},
                                          {4, "nms_param", Message, &kNmsSpec},
                                          {5, "save_output_param", Ignored},
                                          {6, "code_type", Int},
                                          {7, "keep_top_k", Int},
                                          {8, "variance_encoded_in_target", Int},
                                          {9, "confidence_threshold", Real},
                                          {10, "visualize", Ignored},
                                          {11, "visualize_threshold", Ignored},
                                          {12, "save_file", Ignored},
                                          {0, "objectness_score", Real},
                                          {0, "clip", Int},
                                          {0, "normalized_bbox", Int}};
constexpr FieldSpec kDropout[] = {
    {1, "dropout_ratio", Real}, {2, "sample_weights_test", Ignored}, {3, "scale_train", Int}};
constexpr FieldSpec kDummyData[] = {{1, "data_filler", Message, &kFillerSpec},
                                    {2, "num", Int},
                                    {3, "channels", Int},
                                    {4, "height", Int},
                                    {5, "width", Int},
                                    {6, "shape", Message, &kShapeSpec}};
constexpr FieldSpec kEltwise[] = {
    {1, "operation", Int}, {2, "coeff", Real}, {3, "stable_prod_grad", Ignored}};
constexpr FieldSpec kElu[] = {{1, "alpha", Real}};
constexpr FieldSpec kEmbed[] = {{1, "num_output", Int},
                                {2, "input_dim", Int},
                                {3, "bias_term", Int},
                                {4, "weight_filler", Message, &kFillerSpec},
                                {5, "bias_filler", Message, &kFillerSpec}};
constexpr FieldSpec kExp[] = {{1, "base", Real}, {2, "scale", Real}, {3, "shift", Real}};
constexpr FieldSpec kFlatten[] = {{1, "axis", Int}, {2, "end_axis", Int}};
// Of data layers what tells the shape of an input.
constexpr FieldSpec kData[] = {
    {1, "source", Ignored},     {2, "scale", Ignored},   {3, "mean_file", Ignored},
    {4, "batch_size", Ignored}, {5, "crop_size", Int},   {6, "mirror", Ignored},
    {7, "rand_skip", Ignored},  {8, "backend", Ignored}, {9, "force_encoded_color", Ignored},
    {10, "prefetch", Ignored},  {11, "threads", Ignored}};
constexpr FieldSpec kImageData[] = {
    {1, "source", Ignored}, {2, "scale", Ignored},  {3, "mean_file", Ignored}, {4, "batch_size", Ignored},
    {5, "crop_size", Int},  {6, "mirror", Ignored}, {7, "rand_skip", Ignored}, {8, "shuffle", Ignored},
    {9, "new_height", Int}, {10, "new_width", Int}, {11, "is_color", Int},     {12, "root_folder", Ignored}};
constexpr FieldSpec kInnerProduct[] = {{1, "num_output", Int},
                                       {2, "bias_term", Int},
                                       {3, "weight_filler", Message, &kFillerSpec},
                                       {4, "bias_filler", Message, &kFillerSpec},
                                       {5, "axis", Int},
                                       {6, "transpose", Int},
                                       {0, "normalize", Int}};
constexpr FieldSpec kInput[] = {{1, "shape", Message, &kShapeSpec}};
constexpr FieldSpec kInterp[] = {{1, "height", Int},        {2, "width", Int},   {3, "zoom_factor", Int},
                                 {4, "shrink_factor", Int}, {5, "pad_beg", Int}, {6, "pad_end", Int}};
constexpr FieldSpec kLrn[] = {{1, "local_size", Int},  {2, "alpha", Real}, {3, "beta", Real},
                              {4, "norm_region", Int}, {5, "k", Real},     {6, "engine", Ignored}};
constexpr FieldSpec kMemoryData[] = {
    {1, "batch_size", Ignored}, {2, "channels", Int}, {3, "height", Int}, {4, "width", Int}};
constexpr FieldSpec kMvn[] = {{1, "normalize_variance", Int}, {2, "across_channels", Int}, {3, "eps", Real}};
constexpr FieldSpec kNormalize[] = {{1, "across_spatial", Int},
                                    {2, "scale_filler", Message, &kFillerSpec},
                                    {3, "channel_shared", Int},
                                    {4, "eps", Real}};
constexpr FieldSpec kPadding[] = {{0, "pad", Int},       {0, "pad_h", Int},    {0, "pad_w", Int},
                                  {0, "pad_top", Int},   {0, "pad_left", Int}, {0, "pad_bottom", Int},
                                  {0, "pad_right", Int}, {0, "pad_t", Int},    {0, "pad_l", Int},
                                  {0, "pad_b", Int},     {0, "pad_r", Int},    {0, "pad_value", Real}};
constexpr FieldSpec kParameter[] = {{1, "shape", Message, &kShapeSpec}};
constexpr FieldSpec kPermute[] = {{1, "order", Int}};
constexpr FieldSpec kPooling[] = {
    {1, "pool", Int},        {2, "kernel_size", Int}, {3, "stride", Int},
    {4, "pad", Int},         {5, "kernel_h", Int},    {6, "kernel_w", Int},
    {7, "stride_h", Int},    {8, "stride_w", Int},    {9, "pad_h", Int},
    {10, "pad_w", Int},      {11, "engine", Ignored}, {12, "global_pooling", Int},
    {13, "round_mode", Int}, {0, "ceil_mode", Int},   {0, "torch_pooling", Ignored}};
constexpr FieldSpec kPower[] = {
    {1, "power", Real}, {2, "scale", Real}, {3, "shift", Real}, {0, "beta", Real}};
constexpr FieldSpec kPRelu[] = {{1, "filler", Message, &kFillerSpec}, {2, "channel_shared", Int}};
constexpr FieldSpec kPriorBox[] = {
    {1, "min_size", Real}, {2, "max_size", Real},   {3, "aspect_ratio", Real}, {4, "flip", Int},
    {5, "clip", Int},      {6, "variance", Real},   {7, "img_size", Int},      {8, "img_h", Int},
    {9, "img_w", Int},     {10, "step", Real},      {11, "step_h", Real},      {12, "step_w", Real},
    {13, "offset", Real},  {0, "fixed_size", Real}, {0, "fixed_ratio", Real},  {0, "density", Real}};
constexpr FieldSpec kProposal[] = {
    {0, "feat_stride", Int}, {0, "base_size", Int},    {0, "min_size", Int},      {0, "ratio", Real},
    {0, "scale", Real},      {0, "pre_nms_topn", Int}, {0, "post_nms_topn", Int}, {0, "nms_thresh", Real}};
constexpr FieldSpec kPsRoiPooling[] = {
    {1, "spatial_scale", Real}, {2, "output_dim", Int}, {3, "group_size", Int}};
constexpr FieldSpec kPython[] = {
    {1, "module", Text}, {2, "layer", Text}, {3, "param_str", Text}, {4, "share_in_parallel", Ignored}};
constexpr FieldSpec kReduction[] = {{1, "operation", Int}, {2, "axis", Int}, {3, "coeff", Real}};
constexpr FieldSpec kRelu[] = {{1, "negative_slope", Real}, {2, "engine", Ignored}};
constexpr FieldSpec kRelu6[] = {{0, "negative_slope", Real}, {0, "threshold", Real}, {0, "engine", Ignored}};
constexpr FieldSpec kReorg[] = {{1, "stride", Int}, {2, "reverse", Int}};
constexpr FieldSpec kReshape[] = {{1, "shape", Message, &kShapeSpec}, {2, "axis", Int}, {3, "num_axes", Int}};
constexpr FieldSpec kRoiPooling[] = {{1, "pooled_h", Int}, {2, "pooled_w", Int}, {3, "spatial_scale", Real}};
constexpr FieldSpec kScale[] = {{1, "axis", Int},
                                {2, "num_axes", Int},
                                {3, "filler", Message, &kFillerSpec},
                                {4, "bias_term", Int},
                                {5, "bias_filler", Message, &kFillerSpec}};
constexpr FieldSpec kShuffleChannel[] = {{1, "group", Int}};
constexpr FieldSpec kSlice[] = {{1, "slice_dim", Int}, {2, "slice_point", Int}, {3, "axis", Int}};
constexpr FieldSpec kSoftmax[] = {{1, "engine", Ignored}, {2, "axis", Int}};
constexpr FieldSpec kSpp[] = {{1, "pyramid_height", Int}, {2, "pool", Int}, {6, "engine", Ignored}};
constexpr FieldSpec kThreshold[] = {{1, "threshold", Real}};
constexpr FieldSpec kTile[] = {{1, "axis", Int}, {2, "tiles", Int}};
constexpr FieldSpec kTransform[] = {{1, "scale", Ignored},
                                    {2, "mirror", Ignored},
                                    {3, "crop_size", Int},
                                    {4, "mean_file", Ignored},
                                    {5, "mean_value", Ignored},
                                    {6, "force_color", Ignored},
                                    {7, "force_gray", Ignored},
                                    {8, "resize_param", Ignored},
                                    {9, "noise_param", Ignored},
                                    {10, "emit_constraint", Ignored},
                                    {11, "crop_h", Int},
                                    {12, "crop_w", Int},
                                    {13, "distort_param", Ignored},
                                    {14, "expand_param", Ignored}};
constexpr FieldSpec kUpsample[] = {{1, "scale", Int},      {0, "scale_h", Int},    {0, "scale_w", Int},
                                   {0, "stride", Int},     {0, "pad_out_h", Int},  {0, "pad_out_w", Int},
                                   {0, "upsample_h", Int}, {0, "upsample_w", Int}, {0, "mode", Text}};

}  // namespace

constexpr MessageSpec ParameterSpecs::argmax{"argmax_param", kArgMax};
constexpr MessageSpec ParameterSpecs::batch_norm{"batch_norm_param", kBatchNorm};
constexpr MessageSpec ParameterSpecs::bias{"bias_param", kBias};
constexpr MessageSpec ParameterSpecs::bn{"bn_param", kBn};
constexpr MessageSpec ParameterSpecs::clip{"clip_param", kClip};
constexpr MessageSpec ParameterSpecs::concat{"concat_param", kConcat};
constexpr MessageSpec ParameterSpecs::convolution{"convolution_param", kConvolution};
constexpr MessageSpec ParameterSpecs::crop{"crop_param", kCrop};
constexpr MessageSpec ParameterSpecs::detection_output{"detection_output_param", kDetectionOutput};
constexpr MessageSpec ParameterSpecs::dropout{"dropout_param", kDropout};
constexpr MessageSpec ParameterSpecs::dummy_data{"dummy_data_param", kDummyData};
constexpr MessageSpec ParameterSpecs::eltwise{"eltwise_param", kEltwise};
constexpr MessageSpec ParameterSpecs::elu{"elu_param", kElu};
constexpr MessageSpec ParameterSpecs::embed{"embed_param", kEmbed};
constexpr MessageSpec ParameterSpecs::exp{"exp_param", kExp};
constexpr MessageSpec ParameterSpecs::flatten{"flatten_param", kFlatten};
constexpr MessageSpec ParameterSpecs::data{"data_param", kData};
constexpr MessageSpec ParameterSpecs::image_data{"image_data_param", kImageData};
constexpr MessageSpec ParameterSpecs::inner_product{"inner_product_param", kInnerProduct};
constexpr MessageSpec ParameterSpecs::input{"input_param", kInput};
constexpr MessageSpec ParameterSpecs::interp{"interp_param", kInterp};
constexpr MessageSpec ParameterSpecs::log{"log_param", kExp};
constexpr MessageSpec ParameterSpecs::lrn{"lrn_param", kLrn};
constexpr MessageSpec ParameterSpecs::memory_data{"memory_data_param", kMemoryData};
constexpr MessageSpec ParameterSpecs::mvn{"mvn_param", kMvn};
constexpr MessageSpec ParameterSpecs::normalize{"norm_param", kNormalize};
constexpr MessageSpec ParameterSpecs::padding{"padding_param", kPadding};
constexpr MessageSpec ParameterSpecs::parameter{"parameter_param", kParameter};
constexpr MessageSpec ParameterSpecs::permute{"permute_param", kPermute};
constexpr MessageSpec ParameterSpecs::pooling{"pooling_param", kPooling};
constexpr MessageSpec ParameterSpecs::power{"power_param", kPower};
constexpr MessageSpec ParameterSpecs::prelu{"prelu_param", kPRelu};
constexpr MessageSpec ParameterSpecs::prior_box{"prior_box_param", kPriorBox};
constexpr MessageSpec ParameterSpecs::proposal{"proposal_param", kProposal};
constexpr MessageSpec ParameterSpecs::psroi_pooling{"psroi_pooling_param", kPsRoiPooling};
constexpr MessageSpec ParameterSpecs::python{"python_param", kPython};
constexpr MessageSpec ParameterSpecs::reduction{"reduction_param", kReduction};
constexpr MessageSpec ParameterSpecs::relu{"relu_param", kRelu};
constexpr MessageSpec ParameterSpecs::relu6{"relu6_param", kRelu6};
constexpr MessageSpec ParameterSpecs::reorg{"reorg_param", kReorg};
constexpr MessageSpec ParameterSpecs::reshape{"reshape_param", kReshape};
constexpr MessageSpec ParameterSpecs::roi_pooling{"roi_pooling_param", kRoiPooling};
constexpr MessageSpec ParameterSpecs::scale{"scale_param", kScale};
constexpr MessageSpec ParameterSpecs::shuffle_channel{"shuffle_channel_param", kShuffleChannel};
constexpr MessageSpec ParameterSpecs::slice{"slice_param", kSlice};
constexpr MessageSpec ParameterSpecs::softmax{"softmax_param", kSoftmax};
constexpr MessageSpec ParameterSpecs::spp{"spp_param", kSpp};
constexpr MessageSpec ParameterSpecs::tile{"tile_param", kTile};
constexpr MessageSpec ParameterSpecs::threshold{"threshold_param", kThreshold};
constexpr MessageSpec ParameterSpecs::transform{"transform_param", kTransform};
constexpr MessageSpec ParameterSpecs::upsample{"upsample_param", kUpsample};

}  // namespace quern::frontend::caffe
