// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/import_map_form.h"

#include <QFile>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMessageBox>
#include <QSaveFile>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kPreference = 0;

QStringList keysOf(int kind) {
    const QStringList answers =
        kind == kPreference ? QStringList{u"chosen"_s, u"rejected"_s}
                            : QStringList{u"a"_s, u"b"_s, u"label"_s, u"label_a"_s, u"label_b"_s, u"label_tie"_s};
    return QStringList{u"question"_s} + answers +
           QStringList{u"image"_s, u"id"_s, u"source"_s, u"split"_s, u"reason_a"_s, u"reason_b"_s};
}

} // namespace

ImportMapForm::ImportMapForm(QWidget* parent)
    : QWidget(parent), m_kind(new SegmentedControl({tr("Chosen and rejected"), tr("A, B and a label")},
                                                   tr("How the answers are named"), this)),
      m_grid(new QGridLayout), m_save(new KeyCapButton(Icon::saved, tr("Save map…"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_kind);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    layout->addLayout(m_grid);
    addFieldRow(u"question"_s, tr("Question"), tr("The text that both answers reply to"));
    addFieldRow(u"chosen"_s, tr("Chosen answer"), tr("The better answer"));
    addFieldRow(u"rejected"_s, tr("Rejected answer"), tr("The worse answer"));
    addFieldRow(u"a"_s, tr("Answer A"), {});
    addFieldRow(u"b"_s, tr("Answer B"), {});
    addFieldRow(u"label"_s, tr("Label"), tr("Names the better answer; empty rows have no label"));
    const QString words = tr("Values of the label, separated by commas. A, B, 1, 2, first, second and tie are known.");
    addWordsRow(u"label_a"_s, tr("… means A"), words);
    addWordsRow(u"label_b"_s, tr("… means B"), words);
    addWordsRow(u"label_tie"_s, tr("… means a tie"), words);
    addFieldRow(u"image"_s, tr("Image"), tr("A path or a list of paths"));
    addFieldRow(u"id"_s, tr("Id"), {});
    addFieldRow(u"source"_s, tr("Source"), tr("The group that cuts per source go by"));
    addFieldRow(u"split"_s, tr("Split"), tr("Pairs of the split “heldout” are never trained on"));
    addFieldRow(u"reason_a"_s, tr("Reasoning for A"), {});
    addFieldRow(u"reason_b"_s, tr("Reasoning for B"), {});
    auto* buttons = new QHBoxLayout;
    auto* open = new KeyCapButton(Icon::folder, tr("Load map…"), this);
    connect(open, &QAbstractButton::clicked, this, &ImportMapForm::load);
    connect(m_save, &QAbstractButton::clicked, this, &ImportMapForm::save);
    buttons->addWidget(open);
    buttons->addWidget(m_save);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    connect(m_kind, &SegmentedControl::currentChanged, this, [this] {
        showRows();
        Q_EMIT changed();
    });
    connect(this, &ImportMapForm::changed, this, [this] { m_save->setEnabled(!mapping().empty()); });
    showRows();
    m_save->setEnabled(false);
}

void ImportMapForm::addRow(const QString& key, const QString& name, QWidget* field) {
    const int row = m_grid->rowCount();
    auto* label = new TextLabel(name, Type::small, Ink::ink2, this);
    label->setBuddy(field);
    field->setAccessibleName(name);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field, row, 1);
    m_names[key] = label;
}

QComboBox* ImportMapForm::addFieldRow(const QString& key, const QString& name, const QString& tip) {
    auto* box = new NoWheelComboBox(this);
    box->setEditable(true); // a path within a field, such as data.answers[0]
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setToolTip(tip.isEmpty() ? tr("A field, or a path such as data.answers[0].text")
                                  : tip + u"\n"_s + tr("A field, or a path such as data.answers[0].text"));
    addRow(key, name, box);
    m_fields[key] = box;
    connect(box, &QComboBox::editTextChanged, this, [this] {
        if (!m_filling) Q_EMIT changed();
    });
    return box;
}

QLineEdit* ImportMapForm::addWordsRow(const QString& key, const QString& name, const QString& tip) {
    auto* edit = new QLineEdit(this);
    edit->setToolTip(tip);
    addRow(key, name, edit);
    m_words[key] = edit;
    connect(edit, &QLineEdit::textChanged, this, [this] {
        if (!m_filling) Q_EMIT changed();
    });
    return edit;
}

void ImportMapForm::showRows() {
    const QStringList shown = keysOf(m_kind->current());
    for (auto it = m_names.cbegin(); it != m_names.cend(); ++it) {
        it.value()->setVisible(shown.contains(it.key()));
        it.value()->buddy()->setVisible(shown.contains(it.key()));
    }
}

void ImportMapForm::setFields(const QString& file, const std::vector<FieldSeen>& fields, const std::string& guess) {
    if (file == m_file) return;
    m_file = file;
    m_filling = true;
    for (QComboBox* box : std::as_const(m_fields)) {
        box->clear();
        box->addItem(QString());
        for (const FieldSeen& field : fields) {
            box->addItem(QString::fromStdString(field.name));
            box->setItemData(box->count() - 1, QString::fromStdString(field.sample), Qt::ToolTipRole);
        }
    }
    m_filling = false;
    const QJsonObject known = QJsonDocument::fromJson(QByteArray::fromStdString(guess)).object();
    m_filling = true;
    m_kind->setCurrent(known.contains("chosen"_L1) || !known.contains("a"_L1) ? kPreference : 1);
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
        const QJsonValue value = known[it.key()];
        it.value()->setEditText(value.isArray() ? value[0].toString() : value.toString());
    }
    m_filling = false;
    showRows();
    Q_EMIT changed();
}

QString ImportMapForm::valueOf(const QString& key) const {
    if (const QComboBox* box = m_fields.value(key)) return box->currentText().trimmed();
    return m_words.value(key)->text().trimmed();
}

Result<FieldMap> ImportMapForm::map() const {
    std::vector<std::string> words;
    for (const QString& key : keysOf(m_kind->current()))
        if (const QString value = valueOf(key); !value.isEmpty()) words.push_back((key + u'=' + value).toStdString());
    return fieldMapOfWords(words);
}

std::string ImportMapForm::mapping() const {
    const auto fields = map();
    return fields ? fieldMapJson(*fields) : std::string();
}

QString ImportMapForm::problem() const {
    const auto fields = map();
    return fields ? QString() : errorText(fields.error());
}

Result<void> ImportMapForm::setMapping(const std::string& json) {
    EGT_ASSIGN(const FieldMap fields, fieldMapOfJson(json));
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(fieldMapJson(fields))).object();
    const auto text = [&object](const QString& key) {
        const QJsonValue value = object[key];
        if (!value.isArray()) return value.toString();
        QStringList all;
        for (const QVariant& one : value.toVariant().toList())
            all += one.toString();
        return all.join(u',');
    };
    m_filling = true;
    m_kind->setCurrent(fields.preference ? kPreference : 1);
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        it.value()->setEditText(text(it.key()));
    for (auto it = m_words.cbegin(); it != m_words.cend(); ++it)
        it.value()->setText(text(it.key()));
    m_filling = false;
    showRows();
    Q_EMIT changed();
    return {};
}

void ImportMapForm::load() {
    const QString name =
        QFileDialog::getOpenFileName(this, tr("Load map"), {}, tr("Maps of fields (*.map *.json);;All files (*)"));
    if (name.isEmpty()) return;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        QMessageBox::warning(this, tr("Load map"), tr("%1 can’t be read: %2.").arg(name, file.errorString()));
        return;
    }
    if (const auto set = setMapping(file.readAll().toStdString()); !set)
        QMessageBox::warning(this, tr("Load map"), errorText(set.error()));
}

void ImportMapForm::save() {
    QString name = QFileDialog::getSaveFileName(this, tr("Save map"), {}, tr("Maps of fields (*.map)"));
    if (name.isEmpty()) return;
    if (!name.contains(u'.')) name += u".map"_s;
    QSaveFile file(name);
    const QByteArray bytes = QByteArray::fromStdString(mapping()) + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        QMessageBox::warning(this, tr("Save map"), tr("%1 can’t be written: %2.").arg(name, file.errorString()));
}

} // namespace egt::ui
