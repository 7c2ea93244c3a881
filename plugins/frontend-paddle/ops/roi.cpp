// roi_align, roi_pool: features of regions. ROIs [R, 4] are corners in pixels of the image.
#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

// The image of each region: all of the one image of a batch of 1, else as the constant RoisNum counts.
std::vector<int64_t> images_of_regions(const Context& layer) {
  if (layer.rank(layer.input("X")) != 4 || layer.rank(layer.input("ROIs")) != 2)
    throw InputError("regions of an image must be a list of boxes");
  const int64_t images = layer.shape(layer.input("X")).at(0),
                regions = layer.shape(layer.input("ROIs")).at(0);
  if (regions > kMostConstantElements) throw InputError("too many regions");
  if (images == 1) return std::vector<int64_t>(size_t(regions), 0);
  if (!layer.has_input("RoisNum"))
    throw UnsupportedError("regions of several images without their numbers (RoisNum)");
  std::vector<int64_t> list;
  int64_t image = 0;
  for (const int64_t count : layer.ints_of("", "RoisNum")) {
    if (count < 0 || count > regions)
      throw InputError("RoisNum counts " + std::to_string(count) + " regions");
    list.insert(list.end(), size_t(count), image++);
  }
  if (int64_t(list.size()) != regions) throw InputError("RoisNum does not count the regions");
  return list;
}

// Not aligned: corners are taken as they are, and regions are at least one cell large.
void translate_roi_align(Context& layer) {
  const std::string mode = layer.flag("aligned", false) ? "half_pixel" : "output_half_pixel";
  const int64_t ratio = layer.integer("sampling_ratio", -1);
  layer.make("RoiAlign",
             {layer.input("X"), layer.input("ROIs"), layer.emit().ints("images", images_of_regions(layer))},
             {{"output_height", layer.integer("pooled_height", 1)},
              {"output_width", layer.integer("pooled_width", 1)},
              {"spatial_scale", layer.number("spatial_scale", 1)},
              {"sampling_ratio", ratio < 0 ? int64_t(0) : ratio},
              {"coordinate_transformation_mode", mode}});
}

void translate_roi_pool(Context& layer) {
  const std::vector<int64_t> images = images_of_regions(layer);
  const std::string numbers = layer.emit().constant(
      "images", Tensor::from(std::vector<float>(images.begin(), images.end()), {int64_t(images.size()), 1}));
  const std::string regions =
      layer.add("regions", "Concat", {numbers, layer.input("ROIs")}, {{"axis", int64_t(1)}});
  layer.make("MaxRoiPool", {layer.input("X"), regions},
             {{"pooled_shape",
               std::vector<int64_t>{layer.integer("pooled_height", 1), layer.integer("pooled_width", 1)}},
              {"spatial_scale", layer.number("spatial_scale", 1)}});
}

QUERN_PADDLE_OP("roi_align", translate_roi_align);
QUERN_PADDLE_OP("roi_pool", translate_roi_pool);

}  // namespace
}  // namespace quern::frontend::paddle
