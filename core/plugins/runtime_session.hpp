// A session inside a runtime plugin, seen as quern::Session.
#pragma once

#include <string>
#include <vector>

#include "plugins/library.hpp"
#include "plugins/runtime.hpp"
#include "plugins/session.hpp"

namespace quern::plugins {

class RuntimeSession : public Session {
 public:
  // Throws Error.
  RuntimeSession(const Library& library, const OpenRequest& request);
  ~RuntimeSession() override;
  RuntimeSession(const RuntimeSession&) = delete;
  RuntimeSession& operator=(const RuntimeSession&) = delete;

  [[nodiscard]] const std::vector<Port>& inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<Port>& outputs() const override { return outputs_; }
  NamedTensors run(const NamedTensors& inputs, const Observer& observer) override;

 private:
  void describe();

  const Library& library_;
  const quern_runtime& functions_;
  unsigned threads_;
  quern_session* session_ = nullptr;
  std::vector<Port> inputs_, outputs_;
};

}  // namespace quern::plugins
