// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// In place of libexpected-dev's header on machines without it (preset mlonly): the standard's own, which took tl's design
// but for the name of the error's getter.

#include <expected>

namespace tl {
using std::expected;
template <class E> class unexpected : public std::unexpected<E> {
public:
    using std::unexpected<E>::unexpected;
    const E& value() const& { return this->error(); }
    E&& value() && { return std::move(*this).error(); }
};
template <class E> unexpected(E) -> unexpected<E>;
} // namespace tl
