// CropAndResize(image NHWC, boxes [M, 4], box_ind [M], crop_size [2]): M pieces of images, resized. Boxes are
// y1, x1, y2, x2, where 1 is the last row or column; row i of a crop is at
//   y = (y1 + i * (y2 - y1) / (rows - 1)) * (H - 1), or the middle of the box where there is one row only.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

class Cropper {
 public:
  explicit Cropper(Context& layer) : emit_(layer.emit()) {
    const std::string boxes = layer.input(1);
    for (int64_t i = 0; i < 4; ++i)
      sides_[i] = emit_.add(
          "side", "Slice",
          {boxes, emit_.ints("from", {i}), emit_.ints("to", {i + 1}), emit_.ints("axis", {1})});  // [M, 1]
  }

  // Positions along one axis in GridSample's measure, -1 first and 1 last cell: [M, count].
  std::string positions(size_t first_side, int64_t count) {
    const std::string &low = sides_[first_side], &high = sides_[first_side + 2];
    std::vector<float> steps(static_cast<size_t>(count), 0.5f);
    for (int64_t i = 0; count > 1 && i < count; ++i) steps[size_t(i)] = float(i) / float(count - 1);
    const std::string extent = emit_.add("extent", "Sub", {high, low});
    const std::string along =
        emit_.add("along", "Mul", {extent, emit_.constant("steps", Tensor::from(steps, {1, count}))});
    const std::string place = emit_.add("place", "Add", {along, low});
    const std::string twice = emit_.add("twice", "Mul", {place, emit_.scalar("two", 2)});
    return emit_.add("position", "Sub", {twice, emit_.scalar("one", 1)});
  }

  // [M, rows, columns, 2]: x, y.
  std::string grid(const std::string& y, const std::string& x, int64_t boxes, int64_t rows, int64_t columns) {
    const std::string dims = emit_.ints("grid_dims", {boxes, rows, columns, 1});
    const std::string y4 = emit_.add("y4", "Unsqueeze", {y, emit_.ints("y_axes", {2, 3})});
    const std::string x4 = emit_.add("x4", "Unsqueeze", {x, emit_.ints("x_axes", {1, 3})});
    return emit_.add("grid", "Concat",
                     {emit_.add("x", "Expand", {x4, dims}), emit_.add("y", "Expand", {y4, dims})},
                     {{"axis", int64_t(3)}});
  }

  // Whether a position lies outside of the image, where the extrapolation value stands: [M, count].
  std::string outside(const std::string& position) {
    const std::string size = emit_.add("size", "Abs", {position});
    return emit_.add("outside", "Greater", {size, emit_.scalar("edge", 1)});
  }

 private:
  Emitter& emit_;
  std::string sides_[4];
};

void translate_crop_and_resize(Context& layer) {
  const std::string method = layer.text("method", "bilinear");
  if (method != "bilinear" && method != "nearest") throw UnsupportedError("method " + method);
  const Shape boxes = layer.shape(1);
  const std::vector<int64_t> size = layer.ints(3, "the size of the crops");
  if (boxes.size() != 2 || boxes[1] != 4 || size.size() != 2 || size[0] < 1 || size[1] < 1 ||
      size[0] > 1 << 16 || size[1] > 1 << 16)
    throw InputError("boxes of " + to_string(boxes) + " cannot be cropped to " + to_string(size));
  Emitter& emit = layer.emit();
  Cropper cropper(layer);
  const std::string y = cropper.positions(0, size[0]), x = cropper.positions(1, size[1]);
  const Permutation order = channels_first(4);
  const std::string images =
      emit.add("images", "Gather", {layer.input(0, order), layer.as_int64(2)}, {{"axis", int64_t(0)}});
  const std::string crops =
      emit.add("crops", "GridSample", {images, cropper.grid(y, x, boxes[0], size[0], size[1])},
               {{"mode", method}, {"padding_mode", std::string("border")}, {"align_corners", int64_t(1)}});
  const std::string out_y = emit.add(
      "out_y", "Unsqueeze", {cropper.outside(y), emit.ints("column_axes", {1, 3})});  // [M, 1, rows, 1]
  const std::string out_x =
      emit.add("out_x", "Unsqueeze", {cropper.outside(x), emit.ints("row_axes", {1, 2})});
  const std::string out = emit.add("out", "Or", {out_y, out_x});
  layer.make("Where",
             {out, emit.scalar("outside_value", layer.attribute("extrapolation_value", 0.0f)), crops}, {},
             order);
}
QUERN_TRANSLATOR(Context, "CropAndResize", translate_crop_and_resize);

}  // namespace
}  // namespace quern::frontend::tensorflow
