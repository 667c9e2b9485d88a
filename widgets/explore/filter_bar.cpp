// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/filter_bar.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QStringListModel>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/chips.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

/// Card that floats under the field: icon, sentence, fix.
class ProblemCard final : public QWidget {
public:
    explicit ProblemCard(QWidget* parent) : QWidget(parent) {
        setObjectName(QStringLiteral("filterProblem"));
        hide();
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        Q_UNUSED(event)
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(6, 4, -6, -8);
        paintShadow(&painter, box, 6);
        paintBox(&painter, box, theme.floating, theme.err, 6);
    }
};

/// Full-width signs that people type on a Chinese keyboard mean the same.
QString halfWidth(QString text) {
    for (QChar& c : text) {
        if (c.unicode() >= 0xFF01 && c.unicode() <= 0xFF5E)
            c = QChar(c.unicode() - 0xFEE0);
        else if (c == QChar(0x201C) || c == QChar(0x201D))
            c = QLatin1Char('"');
        else if (c == QChar(0x3000))
            c = QLatin1Char(' ');
    }
    return text;
}

} // namespace

FilterProblem filterProblem(const Error& error, const QString& expression) {
    FilterProblem problem;
    problem.text = errorText(error);
    static const QRegularExpression place(QStringLiteral("position %(\\d)"));
    const auto match = place.match(QString::fromStdString(error.text));
    if (match.hasMatch()) {
        const auto index = static_cast<std::size_t>(match.captured(1).toInt() - 1);
        if (index < error.args.size()) problem.position = QString::fromStdString(error.args[index]).toInt() - 1;
    }
    QString word;
    if (error.code == "filter.unknown_column" && error.args.size() >= 3) {
        word = QString::fromStdString(error.args[0]);
        problem.fix = QString::fromStdString(error.args[2]);
    } else if (error.code == "filter.unknown_value" && error.args.size() >= 4) {
        word = QString::fromStdString(error.args[1]);
        problem.fix = QString::fromStdString(error.args[3]);
    }
    if (problem.position >= 0 && problem.position < expression.size()) {
        static const QRegularExpression token(QStringLiteral("[\\w.]+|\\S"));
        const auto found = token.match(expression, problem.position);
        problem.length = word.isEmpty() ? static_cast<int>(found.capturedLength()) : static_cast<int>(word.size());
        if (!word.isEmpty() && expression.mid(problem.position).startsWith(QLatin1Char('"'))) ++problem.position;
    }
    return problem;
}

QStringList filterConditions(const QString& expression) {
    // Quoted texts and brackets are passed over: what is in them joins nothing out here.
    static const QRegularExpression token(
        QStringLiteral("\"(?:\\\\.|[^\"])*\"?|'(?:\\\\.|[^'])*'?|[\\w.]+|&&|\\|\\||\\S"),
        QRegularExpression::UseUnicodePropertiesOption);
    QStringList out;
    qsizetype from = 0;
    int depth = 0;
    for (auto it = token.globalMatch(expression); it.hasNext();) {
        const auto match = it.next();
        const QString word = match.captured().toLower();
        depth += word == QLatin1String("(") ? 1 : word == QLatin1String(")") ? -1 : 0;
        if (depth > 0) continue;
        if (word == QLatin1String("or") || word == QLatin1String("||")) return {};
        if (word != QLatin1String("and") && word != QLatin1String("&&")) continue;
        out << expression.mid(from, match.capturedStart() - from).trimmed();
        from = match.capturedEnd();
    }
    out << expression.mid(from).trimmed();
    out.removeAll(QString());
    return out;
}

FilterBar::FilterBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("filterBar"));
    setFixedHeight(metrics::px(metrics::kFilterField));
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(38, 0, 8, 0);
    m_row->setSpacing(6);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(6);
    m_row->addLayout(m_chips);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("filterField"));
    m_field->setAccessibleName(tr("Filter"));
    m_field->setFrame(false);
    m_field->setProperty("egtOwnFocus", true);
    m_field->setPlaceholderText(tr("Add a condition, for example  words_a > 200"));
    m_field->installEventFilter(this);
    m_row->addWidget(m_field, 1);
    m_card = new ProblemCard(parent == nullptr ? this : parent);
    auto* card = new QHBoxLayout(m_card);
    card->setContentsMargins(18, 8, 12, 12);
    card->addWidget(new IconLabel(Icon::error, Ink::err, 20, m_card));
    m_card_text = new TextLabel({}, Type::body, Ink::ink, m_card, 500);
    m_card_text->setObjectName(QStringLiteral("filterProblemText"));
    m_card_fix = new KeyCapButton({}, m_card);
    m_card_fix->setObjectName(QStringLiteral("filterFix"));
    m_card_fix->setAccessibleName(tr("Correct the filter"));
    m_card_fix->setKind(ButtonKind::ghost);
    m_card_fix->setButtonHeight(metrics::kToolRow);
    card->addWidget(m_card_text, 1);
    card->addWidget(m_card_fix);
    connect(m_card_fix, &QAbstractButton::clicked, this, [this] { applyFix(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] { finish(); });
    connect(m_field, &QLineEdit::textEdited, this, [this] { changed(); });
}

void FilterBar::setWords(const QStringList& words) {
    auto* completer = new QCompleter(words, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setCompletionMode(QCompleter::InlineCompletion);
    delete m_field->completer();
    m_field->setCompleter(completer);
}

QString FilterBar::joined(const QStringList& parts) const {
    if (parts.size() <= 1) return parts.value(0);
    QStringList out;
    for (const QString& part : parts)
        out << (filterConditions(part).isEmpty() ? QLatin1Char('(') + part + QLatin1Char(')') : part);
    return out.join(QStringLiteral(" and "));
}

QString FilterBar::expression() const {
    return joined(m_conditions);
}

QString FilterBar::expressionWith(const QString& condition, const QString& in_place_of) const {
    QStringList conditions = m_conditions;
    if (!in_place_of.isEmpty())
        conditions.removeIf([&](const QString& one) { return one.startsWith(in_place_of, Qt::CaseInsensitive); });
    const QStringList more = filterConditions(condition);
    for (const QString& one : more.isEmpty() ? QStringList{condition} : more)
        if (!conditions.contains(one)) conditions << one;
    return joined(conditions);
}

void FilterBar::setExpression(const QString& expression) {
    if (expression == this->expression()) return;
    m_conditions = filterConditions(expression);
    if (m_conditions.isEmpty() && !expression.trimmed().isEmpty()) m_conditions = {expression.trimmed()};
    m_field->clear();
    showProblem(std::nullopt);
    rebuildChips();
}

void FilterBar::rebuildChips() {
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide(); // at once: deletion waits for the event loop
            widget->deleteLater();
        }
        delete item;
    }
    for (int i = 0; i < m_conditions.size(); ++i) {
        auto* chip = new Chip(m_conditions[i], Chip::Tone::accent, this);
        chip->setObjectName(QStringLiteral("condition"));
        chip->setClosable(true);
        chip->setAccessibleName(tr("Condition %1").arg(m_conditions[i]));
        connect(chip, &Chip::closed, this, [this, i] { remove(i); });
        m_chips->addWidget(chip);
    }
}

void FilterBar::remove(int index) {
    if (index < 0 || index >= m_conditions.size()) return;
    m_conditions.removeAt(index);
    rebuildChips();
    m_field->setFocus(Qt::OtherFocusReason);
    Q_EMIT applied(expression());
}

void FilterBar::changed() {
    showProblem(std::nullopt);
}

void FilterBar::finish() {
    const QString typed = halfWidth(m_field->text()).trimmed();
    if (typed.isEmpty()) return showProblem(std::nullopt);
    const Result<void> fine = m_check ? m_check(typed) : Result<void>{};
    if (!fine) {
        m_field->setText(typed);
        return showProblem(filterProblem(fine.error(), typed));
    }
    m_conditions << typed;
    m_field->clear();
    showProblem(std::nullopt);
    rebuildChips();
    Q_EMIT applied(expression());
}

void FilterBar::showProblem(std::optional<FilterProblem> problem) {
    m_problem = std::move(problem);
    m_card->setVisible(m_problem.has_value());
    if (m_problem) {
        m_card_text->setText(m_problem->text);
        m_card_fix->setText(tr("Use “%1”").arg(m_problem->fix));
        m_card_fix->setVisible(!m_problem->fix.isEmpty());
        m_field->setAccessibleDescription(m_problem->text);
        placeCard();
        if (m_problem->position >= 0) m_field->setCursorPosition(m_problem->position + m_problem->length);
    }
    update();
    Q_EMIT problemChanged();
}

void FilterBar::applyFix() {
    if (!m_problem || m_problem->position < 0) return;
    QString text = m_field->text();
    text.replace(m_problem->position, m_problem->length, m_problem->fix);
    m_field->setText(text);
    m_field->setFocus(Qt::OtherFocusReason);
    finish();
}

void FilterBar::placeCard() {
    m_card->adjustSize();
    m_card->move(mapTo(m_card->parentWidget(), QPoint(m_field->x() - 12, height() - 2)));
    m_card->raise();
}

void FilterBar::moveEvent(QMoveEvent* event) {
    QWidget::moveEvent(event);
    if (m_problem) placeCard();
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) update();
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool back = key->key() == Qt::Key_Left || key->key() == Qt::Key_Backspace;
        if (back && m_field->cursorPosition() == 0 && !m_field->hasSelectedText() && m_chips->count() > 0) {
            m_chips->itemAt(m_chips->count() - 1)->widget()->setFocus(Qt::OtherFocusReason);
            return true;
        }
        if (key->key() == Qt::Key_Escape && (m_problem || !m_field->text().isEmpty())) {
            m_field->clear();
            showProblem(std::nullopt);
            return true;
        }
    }
    if (watched == m_field && event->type() == QEvent::Paint && m_problem && m_problem->position >= 0) {
        // The wavy line under the exact range, drawn by us after the field has drawn itself.
        m_field->removeEventFilter(this);
        QCoreApplication::sendEvent(m_field, event);
        m_field->installEventFilter(this);
        const QFontMetricsF metrics(m_field->font());
        const QString text = m_field->text();
        const double left =
            2 + metrics.horizontalAdvance(text.left(m_problem->position)) + m_field->textMargins().left();
        const double wide = std::max(6.0, metrics.horizontalAdvance(text.mid(m_problem->position, m_problem->length)));
        QPainter painter(m_field);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(Theme::current().err, 2);
        pen.setDashPattern({2, 1.5});
        painter.setPen(pen);
        const double y = m_field->height() / 2.0 + metrics.ascent() / 2 + 3;
        painter.drawLine(QPointF(left, y), QPointF(left + wide, y));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintField(&painter, QRectF(rect()), m_field->hasFocus(), isEnabled(), m_problem.has_value());
    paintIcon(&painter, Icon::filter, QRectF(10, 0, 20, height()), Theme::current().ink2);
}

} // namespace egt::ui
