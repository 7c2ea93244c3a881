// Cubic convolution, for Resize and GridSample.
#pragma once

#include <array>

namespace quern::ops::nn {

// The weights of the four cells around a position that lies the fraction `t` behind the second of them
// (Keys 1981, with parameter a).
inline std::array<double, 4> cubic_weights(double a, double t) {
  const double u = 1 - t;
  return {((a * (t + 1) - 5 * a) * (t + 1) + 8 * a) * (t + 1) - 4 * a, ((a + 2) * t - (a + 3)) * t * t + 1,
          ((a + 2) * u - (a + 3)) * u * u + 1, ((a * (u + 1) - 5 * a) * (u + 1) + 8 * a) * (u + 1) - 4 * a};
}

}  // namespace quern::ops::nn
