// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace egt {

/// The values of one column chunk: its own, or borrowed from memory that `keeper` holds (a mapped file). What changes
/// them makes a copy of borrowed ones first. As thread-safe as a vector.
template <class T> class ColumnValues {
public:
    ColumnValues() = default;
    ColumnValues(const T* data, std::size_t size, std::shared_ptr<const void> keeper)
        : m_borrowed(data), m_size(size), m_keeper(std::move(keeper)) {}

    [[nodiscard]] bool borrowed() const { return m_keeper != nullptr; }
    [[nodiscard]] std::size_t size() const { return borrowed() ? m_size : m_own.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] const T* data() const { return borrowed() ? m_borrowed : m_own.data(); }
    [[nodiscard]] const T* begin() const { return data(); }
    [[nodiscard]] const T* end() const { return data() + size(); }
    const T& operator[](std::size_t i) const { return data()[i]; }
    T& operator[](std::size_t i) { return own()[i]; }
    void push_back(T value) { own().push_back(value); } // NOLINT(readability-identifier-naming): as a vector's
    void resize(std::size_t size, T value) { own().resize(size, value); }
    void assign(std::size_t size, T value) { own().assign(size, value); }
    void reserve(std::size_t size) { own().reserve(size); }

private:
    std::vector<T>& own() {
        if (borrowed()) {
            m_own.assign(m_borrowed, m_borrowed + m_size);
            m_keeper.reset();
        }
        return m_own;
    }
    std::vector<T> m_own;
    const T* m_borrowed = nullptr;
    std::size_t m_size = 0;
    std::shared_ptr<const void> m_keeper;
};

} // namespace egt
