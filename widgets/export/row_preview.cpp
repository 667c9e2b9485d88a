// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/row_preview.h"

#include <QPainter>
#include <QRegularExpression>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include "base/json.h"
#include "common/fonts.h"
#include "common/theme.h"

namespace egt::ui {

namespace {

/// Names of fields step back, values are ink.
class FieldNames : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override {
        const qsizetype end = text.indexOf(QStringLiteral("\": "));
        if (!text.startsWith(QStringLiteral("  \"")) || end < 0) return;
        QTextCharFormat format;
        format.setForeground(Theme::current().ink3);
        setFormat(2, static_cast<int>(end), format);
    }
};

} // namespace

class RowPreview::Numbers : public QWidget {
public:
    explicit Numbers(RowPreview* preview) : QWidget(preview), m_preview(preview) {}

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::current().paper);
        m_preview->paintNumbers(painter, width());
    }

private:
    RowPreview* m_preview;
};

namespace {

/// Embedded pictures by their beginning: a preview is for reading.
QString shortened(const std::string& value) {
    static const QRegularExpression embedded(QStringLiteral("(data:image/[a-z]+;base64,.{24})[^\"]*"));
    constexpr std::size_t kLong = 4096;
    QString text = QString::fromStdString(value);
    return value.size() < kLong ? text : text.replace(embedded, QStringLiteral("\\1…"));
}

} // namespace

QString prettyRow(const std::string& row) {
    const auto json = OrderedJson::parse(row, nullptr, false);
    if (!json.is_object()) return QString::fromStdString(row);
    QStringList lines{QStringLiteral("{")};
    std::size_t left = json.size();
    for (const auto& [name, value] : json.items())
        lines << QStringLiteral("  %1: %2")
                         .arg(QString::fromStdString(dumpJson(OrderedJson(name))), shortened(dumpJson(value))) +
                     QLatin1String(--left > 0 ? "," : "");
    lines << QStringLiteral("}");
    return lines.join(QLatin1Char('\n'));
}

RowPreview::RowPreview(QWidget* parent) : QPlainTextEdit(parent), m_numbers(new Numbers(this)) {
    setObjectName(QStringLiteral("export.preview"));
    setAccessibleName(tr("First rows as they will be written"));
    setReadOnly(true);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* names = new FieldNames(document());
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, [this] { m_numbers->update(); });
    setMargins();
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this, names] {
        setMargins();
        names->rehighlight();
    });
}

void RowPreview::setMargins() {
    setFont(monoFont(Type::small));
    setViewportMargins(QFontMetrics(ui::font(Type::small)).horizontalAdvance(QStringLiteral("000")) + 16, 8, 4, 4);
}

void RowPreview::setRows(const std::vector<std::string>& rows) {
    m_first_lines.clear();
    QStringList lines;
    for (const std::string& row : rows) {
        m_first_lines.push_back(static_cast<int>(lines.size()));
        lines << prettyRow(row).split(QLatin1Char('\n'));
    }
    const QString text = lines.join(QLatin1Char('\n'));
    if (text == toPlainText()) return;
    setPlainText(text);
}

void RowPreview::setMessage(const QString& text) {
    m_first_lines.clear();
    setPlainText(text);
}

void RowPreview::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const QRect inner = contentsRect();
    m_numbers->setGeometry(
        QRect(inner.left() + 1, viewport()->y(), viewportMargins().left() - 2, viewport()->height()));
}

void RowPreview::paintNumbers(QPainter& painter, int width) {
    painter.setFont(ui::font(Type::small));
    painter.setPen(Theme::current().ink3);
    for (std::size_t row = 0; row < m_first_lines.size(); ++row) {
        const QTextBlock block = document()->findBlockByNumber(m_first_lines[row]);
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        painter.drawText(QRectF(0, box.top(), width - 8, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(row + 1));
    }
}

} // namespace egt::ui
