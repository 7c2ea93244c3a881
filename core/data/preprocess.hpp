// The one description of how an image becomes a network input, used by calibration, evaluation and run.
#pragma once

#include <string>
#include <vector>

namespace quern::data {

// Steps in this order: decode to 8-bit, resize to the input's height and width, put channels in order,
// y = (x - mean[c]) * scale[c] in float32, lay out as the input asks.
struct Preprocess {
  enum class Resize {
    None,       // the image must have the input's size
    Stretch,    // both sides independently
    Letterbox,  // keep the aspect ratio, centre, fill the rest
    Crop,       // shortest side to `shortest_side`, then cut out the centre
  };
  enum class Channels { Rgb, Bgr, Gray };
  enum class Layout { Nchw, Nhwc };

  Resize resize = Resize::Stretch;
  int shortest_side = 0;  // Crop only; 0: the input's shorter side
  float fill = 114;       // Letterbox only: value of the border, 0..255
  Channels channels = Channels::Rgb;
  // (x - mean) * scale: one value, or one per channel in the order of `channels`, for x in 0..255.
  std::vector<float> mean = {0};
  std::vector<float> scale = {1};
  Layout layout = Layout::Nchw;
};

// Where data comes from: exactly one of `images`, `arrays` is set.
struct DataDescription {
  // A folder (searched recursively), or a text file that lists one image per line.
  std::string images;
  // A .npz (keys: input names; the first axis counts samples), or a folder of .npz, one per sample.
  std::string arrays;
  // "": none; "folder": name of the containing folder; "filename": text before the first '_' or '.';
  // else a file with lines "name,label" or "name label".
  std::string labels;
  // A file with one class per line: its first word is the label, the number of the line (from 0) the class.
  // "": labels are numbers.
  std::string classes;
  int limit = 0;  // first N samples in name order; 0: all
};

}  // namespace quern::data
