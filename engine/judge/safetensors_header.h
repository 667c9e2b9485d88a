// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The safetensors container. Source: huggingface/safetensors, README "Format": eight bytes little-endian header length,
// JSON of name -> {dtype, shape, data_offsets}, then the data, which the tensors cover without a gap or an overlap.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt::judge {

/// One tensor of a file; `data` points into the file's bytes.
struct TensorEntry {
    std::string dtype; ///< as the file says: F32, F16, BF16, I64, …
    std::vector<std::int64_t> shape;
    std::string_view data;
    [[nodiscard]] std::int64_t count() const; ///< numbers; 0 when the type is not known
};

/// Checks that every offset lies in the file, that shapes have the size of their data and that the data are covered
/// exactly. Needs no more memory than a small multiple of the header. Errors: judge.bad_weights (field = tensor).
Result<std::map<std::string, TensorEntry>> parseSafetensors(std::string_view bytes, const std::string& file);

/// Bytes a number of this type takes; 0 for a type that this program does not know.
std::size_t bytesOf(const std::string& dtype);

std::string shapeText(const std::vector<std::int64_t>& shape);

tl::unexpected<Error> badWeights(const std::string& file, const std::string& why);
tl::unexpected<Error> badTensor(const std::string& file, const std::string& name, const std::string& why);

} // namespace egt::judge
