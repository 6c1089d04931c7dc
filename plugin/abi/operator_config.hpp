// What only whoever runs the server may decide: lms.operator/1, the member `operator` of
// lms.config/1. No administrator of a domain can change it, however far up.
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "plugin/platform/ip_address.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

struct OperatorConfig {
  platform::AddressPolicy addresses; ///< where an SIS may be
  std::string ca_pem;                ///< certificates trusted besides the system's, of ca_files
};

/// Takes the object itself, or the absolute path of a file that holds it. All files that are named
/// are read here, once. Code::config names the member that is wrong.
Result<OperatorConfig> read_operator_config(const boost::json::value& value);

} // namespace passback::abi
