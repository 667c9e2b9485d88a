// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gmock/gmock.h>
#include <torch/csrc/autograd/generated/variable_factories.h>
#include <torch/types.h>

#include "base/random.h"
#include "support/temp_folder.h"
#include "training/adamw.h"

namespace egt::training {
namespace {

torch::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed) {
    Random random(seed);
    torch::Tensor out = torch::zeros(shape);
    for (std::int64_t i = 0; i < out.numel(); ++i)
        out.mutable_data_ptr<float>()[i] = static_cast<float>(random.normal());
    return out;
}

/// Loshchilov & Hutter 2019, algorithm 2, in float64.
struct Reference {
    std::vector<double> x, m, v;
    int t = 0;
    void step(const std::vector<double>& g, double lr, const AdamWOptions& o, double decay) {
        ++t;
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] -= lr * decay * x[i];
            m[i] = o.beta1 * m[i] + (1 - o.beta1) * g[i];
            v[i] = o.beta2 * v[i] + (1 - o.beta2) * g[i] * g[i];
            const double mean = m[i] / (1 - std::pow(o.beta1, t));
            const double square = v[i] / (1 - std::pow(o.beta2, t));
            x[i] -= lr * mean / (std::sqrt(square) + o.epsilon);
        }
    }
};

TEST(AdamW, EqualsAFloat64Reference) {
    torch::Tensor matrix = randomTensor({3, 4}, 1).requires_grad_(true);
    torch::Tensor vector = randomTensor({5}, 2).requires_grad_(true);
    const AdamWOptions options{0.9, 0.98, 1e-8, 0.1};
    AdamW optimizer({{"matrix", matrix}, {"vector", vector}}, options);
    std::vector<Reference> references;
    for (const torch::Tensor& t : {matrix, vector}) {
        Reference r;
        for (std::int64_t i = 0; i < t.numel(); ++i)
            r.x.push_back(t.const_data_ptr<float>()[i]);
        r.m.assign(r.x.size(), 0);
        r.v.assign(r.x.size(), 0);
        references.push_back(r);
    }
    for (std::uint64_t step = 0; step < 7; ++step) {
        const double rate = 0.01 / static_cast<double>(step + 1);
        std::size_t which = 0;
        for (torch::Tensor* t : {&matrix, &vector}) {
            t->mutable_grad() = randomTensor(t->sizes(), 10 + 2 * step + which);
            std::vector<double> g;
            for (std::int64_t i = 0; i < t->numel(); ++i)
                g.push_back(t->grad().const_data_ptr<float>()[i]);
            references[which].step(g, rate, options, which == 0 ? options.weight_decay : 0); // vectors are not decayed
            ++which;
        }
        optimizer.step(rate);
    }
    std::size_t which = 0;
    for (const torch::Tensor& t : {matrix, vector}) {
        for (std::int64_t i = 0; i < t.numel(); ++i)
            EXPECT_NEAR(t.const_data_ptr<float>()[i], references[which].x[static_cast<std::size_t>(i)], 2e-6);
        ++which;
    }
}

TEST(AdamW, ClipsTheGlobalNorm) {
    torch::Tensor a = torch::zeros({2}).requires_grad_(true);
    torch::Tensor b = torch::zeros({1, 1}).requires_grad_(true);
    AdamW optimizer({{"a", a}, {"b", b}}, {});
    a.mutable_grad() = torch::tensor(std::vector<float>{3, 0});
    b.mutable_grad() = torch::tensor(std::vector<float>{4}).view({1, 1});
    EXPECT_DOUBLE_EQ(optimizer.clipGradients(1.0), 5.0);
    EXPECT_NEAR(a.grad()[0].item<double>(), 0.6, 1e-6);
    EXPECT_NEAR(b.grad().item<double>(), 0.8, 1e-6);
    EXPECT_NEAR(optimizer.clipGradients(2.0), 1.0, 1e-6); // below the limit: left alone
    EXPECT_NEAR(a.grad()[0].item<double>(), 0.6, 1e-6);
}

TEST(AdamW, StateReadsBackFromAFile) {
    const test::TempFolder folder;
    torch::Tensor a = randomTensor({2, 3}, 5).requires_grad_(true);
    torch::Tensor b = a.detach().clone().requires_grad_(true);
    AdamW first({{"w", a}}, {});
    a.mutable_grad() = randomTensor({2, 3}, 6);
    first.step(0.1);
    ASSERT_TRUE(writeTensors(folder / "moments.safetensors", first.state()));
    AdamW second({{"w", b}}, {});
    const auto read = readTensors(folder / "moments.safetensors");
    ASSERT_TRUE(read);
    ASSERT_TRUE(second.setState(*read, first.steps(), "moments.safetensors"));
    { b.detach().copy_(a.detach()); }
    a.mutable_grad() = randomTensor({2, 3}, 7);
    b.mutable_grad() = randomTensor({2, 3}, 7);
    first.step(0.1);
    second.step(0.1);
    EXPECT_TRUE(a.detach().equal(b.detach()));
    AdamW other({{"v", b}}, {});
    EXPECT_EQ(other.setState(*read, 1, "moments.safetensors").error().code, "train.bad_checkpoint");
}

} // namespace
} // namespace egt::training
