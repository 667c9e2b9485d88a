// SPDX-License-Identifier: GPL-3.0-or-later
// The baseline of core/filter_sort.cpp: QSortFilterProxyModel over a table model of the same values, driven through a
// pipe. usage: egt_bench_qt FILE, float32 values one after the other. Says "ready"; answers "filter BOUND" and "sort"
// with how many rows the proxy shows and the value of the first. Each question makes a new proxy, which maps all rows
// once: changing the filter of an existing one removes rows piece by piece and takes longer.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace {

class Values final : public QAbstractTableModel {
public:
    explicit Values(std::vector<float> values) : m_values(std::move(values)) {}
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_values.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (role != Qt::DisplayRole) return {};
        return m_values[static_cast<std::size_t>(index.row())];
    }

private:
    std::vector<float> m_values;
};

class AboveBound final : public QSortFilterProxyModel {
public:
    explicit AboveBound(float bound) : m_bound(bound) {}

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        return sourceModel()->data(sourceModel()->index(row, 0, parent), Qt::DisplayRole).toFloat() > m_bound;
    }

private:
    float m_bound;
};

std::vector<float> readValues(const char* file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::vector<float> out(bytes.size() / sizeof(float));
    std::copy_n(bytes.data(), out.size() * sizeof(float), reinterpret_cast<char*>(out.data()));
    return out;
}

void answer(QSortFilterProxyModel& proxy, Values& values) {
    proxy.setSourceModel(&values);
    const int rows = proxy.rowCount();
    const float first = rows > 0 ? proxy.index(0, 0).data().toFloat() : 0;
    std::printf("%d %.9g\n", rows, static_cast<double>(first));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    Values values(readValues(argv[1]));
    std::printf("ready Qt %s\n", qVersion());
    std::fflush(stdout);
    char line[64];
    while (std::fgets(line, sizeof line, stdin) != nullptr) {
        float bound = 0;
        if (std::sscanf(line, "filter %f", &bound) == 1) {
            AboveBound proxy(bound);
            answer(proxy, values);
        } else {
            QSortFilterProxyModel proxy;
            proxy.sort(0, Qt::AscendingOrder);
            answer(proxy, values);
        }
    }
    return 0;
}
