// V1LayerParameter.LayerType: names and numbers of layer types in files of 2014.
#include <array>

#include "reader/upgrade.hpp"

namespace quern::frontend::caffe {
namespace {

struct Enumerator {
  int64_t number;  // -1: of a fork, whose numbers collide with others
  const char* name;
  const char* type;
};

constexpr std::array kEnumerators = {
    Enumerator{0, "NONE", "None"},
    Enumerator{1, "ACCURACY", "Accuracy"},
    Enumerator{2, "BNLL", "BNLL"},
    Enumerator{3, "CONCAT", "Concat"},
    Enumerator{4, "CONVOLUTION", "Convolution"},
    Enumerator{5, "DATA", "Data"},
    Enumerator{6, "DROPOUT", "Dropout"},
    Enumerator{7, "EUCLIDEAN_LOSS", "EuclideanLoss"},
    Enumerator{8, "FLATTEN", "Flatten"},
    Enumerator{9, "HDF5_DATA", "HDF5Data"},
    Enumerator{10, "HDF5_OUTPUT", "HDF5Output"},
    Enumerator{11, "IM2COL", "Im2col"},
    Enumerator{12, "IMAGE_DATA", "ImageData"},
    Enumerator{13, "INFOGAIN_LOSS", "InfogainLoss"},
    Enumerator{14, "INNER_PRODUCT", "InnerProduct"},
    Enumerator{15, "LRN", "LRN"},
    Enumerator{16, "MULTINOMIAL_LOGISTIC_LOSS", "MultinomialLogisticLoss"},
    Enumerator{17, "POOLING", "Pooling"},
    Enumerator{18, "RELU", "ReLU"},
    Enumerator{19, "SIGMOID", "Sigmoid"},
    Enumerator{20, "SOFTMAX", "Softmax"},
    Enumerator{21, "SOFTMAX_LOSS", "SoftmaxWithLoss"},
    Enumerator{22, "SPLIT", "Split"},
    Enumerator{23, "TANH", "TanH"},
    Enumerator{24, "WINDOW_DATA", "WindowData"},
    Enumerator{25, "ELTWISE", "Eltwise"},
    Enumerator{26, "POWER", "Power"},
    Enumerator{27, "SIGMOID_CROSS_ENTROPY_LOSS", "SigmoidCrossEntropyLoss"},
    Enumerator{28, "HINGE_LOSS", "HingeLoss"},
    Enumerator{29, "MEMORY_DATA", "MemoryData"},
    Enumerator{30, "ARGMAX", "ArgMax"},
    Enumerator{31, "THRESHOLD", "Threshold"},
    Enumerator{32, "DUMMY_DATA", "DummyData"},
    Enumerator{33, "SLICE", "Slice"},
    Enumerator{34, "MVN", "MVN"},
    Enumerator{35, "ABSVAL", "AbsVal"},
    Enumerator{36, "SILENCE", "Silence"},
    Enumerator{37, "CONTRASTIVE_LOSS", "ContrastiveLoss"},
    Enumerator{38, "EXP", "Exp"},
    Enumerator{39, "DECONVOLUTION", "Deconvolution"},
    Enumerator{-1, "CROP", "Crop"},
    Enumerator{-1, "PRELU", "PReLU"},
    Enumerator{-1, "RESHAPE", "Reshape"},
    Enumerator{-1, "UPSAMPLE", "Upsample"},
    Enumerator{-1, "INTERP", "Interp"},
    Enumerator{-1, "ROI_POOLING", "ROIPooling"},
    Enumerator{-1, "SMOOTH_L1_LOSS", "SmoothL1Loss"},
};

}  // namespace

std::string type_of_enumerator(const std::string& name) {
  for (const Enumerator& e : kEnumerators)
    if (name == e.name) return e.type;
  return name;
}

std::string type_of_enumerator(int64_t number) {
  for (const Enumerator& e : kEnumerators)
    if (number >= 0 && number == e.number) return e.type;
  return "number " + std::to_string(number);
}

}  // namespace quern::frontend::caffe
