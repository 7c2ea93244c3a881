// Layers of the three formats to one form.
#pragma once

#include "model/net.hpp"

namespace quern::frontend::caffe {

// layer { } of 2015 and later.
Layer current_layer(FieldTree fields);
// layers { } of 2014, whose types are enumerators, and of 2013, which hold a layer { } with its parameters
// side by side.
Layer old_layer(FieldTree fields);

// The type that an enumerator of 2014 stands for, by name or by number. Names that are not known come from
// forks and are taken as they are.
std::string type_of_enumerator(const std::string& name);
std::string type_of_enumerator(int64_t number);

}  // namespace quern::frontend::caffe
