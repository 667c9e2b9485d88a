// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/likeness.h"

#include <QCoreApplication>
#include <QStringList>

#include "bridge/text.h"
#include "curation/duplicates.h"

namespace egt::ui {
namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::DuplicatesPage)
};

double similarity(std::initializer_list<std::string_view> a, std::initializer_list<std::string_view> b,
                  std::int32_t shingle) {
    return curation::jaccard(curation::shinglesOf(a, shingle), curation::shinglesOf(b, shingle));
}

bool sameImages(const PairRecord& a, const PairRecord& b) {
    if (a.images.size() != b.images.size()) return false;
    for (std::size_t i = 0; i < a.images.size(); ++i) {
        const ImageRef& one = a.images[i];
        const ImageRef& other = b.images[i];
        if (one.path.empty() ? one.reference != other.reference : one.path != other.path) return false;
    }
    return true;
}

} // namespace

Likeness likenessOf(const PairRecord& pair, const PairRecord& first, const DuplicatesRequest& request) {
    Likeness out;
    out.text = similarity({pair.question, pair.answer_a, pair.answer_b},
                          {first.question, first.answer_a, first.answer_b}, request.shingle);
    const auto answers = [&](const std::string& a, const std::string& b) {
        return similarity({pair.answer_a}, {a}, 1) + similarity({pair.answer_b}, {b}, 1);
    };
    out.swapped = answers(first.answer_b, first.answer_a) > answers(first.answer_a, first.answer_b);
    out.pictures = request.images && !(pair.images.empty() && first.images.empty());
    out.same_pictures = sameImages(pair, first);
    return out;
}

QString likenessText(const Likeness& likeness) {
    QStringList parts{Texts::tr("Texts %1 alike").arg(percent(likeness.text, 0))};
    if (likeness.pictures)
        parts << (likeness.same_pictures ? Texts::tr("same picture") : Texts::tr("pictures look alike"));
    if (likeness.swapped) parts << Texts::tr("answers the other way round");
    return parts.join(QStringLiteral(" · "));
}

} // namespace egt::ui
