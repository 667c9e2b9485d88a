// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "records/field_map.h"
#include "records/import_tools.h"

class QComboBox;
class QGridLayout;
class QLineEdit;

namespace egt::ui {

class KeyCapButton;
class SegmentedControl;
class TextLabel;

/// Which field of the file is what: one row for each part of a pair, filled by a guess, saved and loaded as a small
/// file.
class ImportMapForm : public QWidget {
    Q_OBJECT
public:
    explicit ImportMapForm(QWidget* parent = nullptr);

    /// The file's fields, offered in every row. The first call for a file fills the rows by `guess` (JSON of a map).
    void setFields(const QString& file, const std::vector<egt::FieldSeen>& fields, const std::string& guess);
    /// JSON; empty while the map is not complete: problem() says what is missing.
    [[nodiscard]] std::string mapping() const;
    [[nodiscard]] QString problem() const;
    /// Fills the rows. Errors: import.bad_map.
    egt::Result<void> setMapping(const std::string& json);

Q_SIGNALS:
    void changed();

private:
    QComboBox* addFieldRow(const QString& key, const QString& name, const QString& tip);
    QLineEdit* addWordsRow(const QString& key, const QString& name, const QString& tip);
    void addRow(const QString& key, const QString& name, QWidget* field);
    void showRows();
    void load();
    void save();
    [[nodiscard]] QString valueOf(const QString& key) const;
    [[nodiscard]] egt::Result<egt::FieldMap> map() const;

    SegmentedControl* m_kind;
    QGridLayout* m_grid;
    QHash<QString, TextLabel*> m_names;
    QHash<QString, QComboBox*> m_fields;
    QHash<QString, QLineEdit*> m_words;
    KeyCapButton* m_save;
    QString m_file;
    bool m_filling = false;
};

} // namespace egt::ui
