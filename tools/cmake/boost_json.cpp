// Boost.JSON's own implementation file; see PassbackDependencies.cmake for why it is built here.
#include <boost/json/src.hpp>
