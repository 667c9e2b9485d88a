// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

// Marks an English template for translation (lupdate reads it as QT_TRANSLATE_NOOP). The engine never translates; the
// window looks the template up in the context "engine" and fills %1, %2, … from Error::args.
#define EGT_TEXT(context, text) text

namespace egt {

/// What went wrong, as a value: a stable code for programs, an English template with its arguments for people, and
/// where in the user's input it was found.
struct Error {
    std::string code;              ///< stable, dotted, e.g. "import.missing_field"
    std::string text;              ///< English template, one sentence, "%1" … filled from args
    std::vector<std::string> args; ///< already formatted in the C locale
    std::string file;              ///< input file, empty when none
    std::int64_t line = 0;         ///< 1-based; 0 when none
    std::string field;             ///< field or key, empty when none

    /// The template with its arguments filled in (English).
    [[nodiscard]] std::string message() const;
    bool operator==(const Error&) const = default;
};

/// A value or an Error. Never ignored; test with has_value() or if (!result).
template <class T> class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    using Base = tl::expected<T, Error>;
    Result(Base base) : Base(std::move(base)) {}
};

/// Builds the error side of a Result: `return fail("store.locked", EGT_TEXT("engine", "…%1…"), {path});`
inline tl::unexpected<Error> fail(std::string code, std::string text, std::vector<std::string> args = {},
                                  std::string file = {}, std::int64_t line = 0, std::string field = {}) {
    return tl::unexpected<Error>(
        Error{std::move(code), std::move(text), std::move(args), std::move(file), line, std::move(field)});
}
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

} // namespace egt

// Returns the error of `expr` from the enclosing function, which must itself return some Result.
#define EGT_TRY(expr)                                                                                                  \
    do {                                                                                                               \
        if (auto egt_try_ = (expr); !egt_try_) return ::egt::fail(std::move(egt_try_).error());                        \
    } while (false)

// EGT_ASSIGN(auto x, f()): declares x with the value, or returns the error.
#define EGT_CONCAT_(a, b) a##b
#define EGT_CONCAT(a, b) EGT_CONCAT_(a, b)
#define EGT_ASSIGN(decl, expr)                                                                                         \
    auto EGT_CONCAT(egt_res_, __LINE__) = (expr);                                                                      \
    if (!EGT_CONCAT(egt_res_, __LINE__)) return ::egt::fail(std::move(EGT_CONCAT(egt_res_, __LINE__)).error());        \
    decl = std::move(*EGT_CONCAT(egt_res_, __LINE__))
