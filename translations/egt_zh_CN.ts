<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>egt::ui::AnswerPane</name>
    <message>
        <source>This answer is empty</source>
        <translation>此回答为空</translation>
    </message>
    <message>
        <source>Labelled better</source>
        <translation>标注更好</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 个词</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>%1 个词</translation>
    </message>
</context>
<context>
    <name>egt::ui::Badge</name>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
</context>
<context>
    <name>egt::ui::BalanceBars</name>
    <message>
        <source>Balance by source</source>
        <translation>按来源的平衡</translation>
    </message>
    <message>
        <source>without a source</source>
        <translation>无来源</translation>
    </message>
    <message>
        <source>%1: %2 kept</source>
        <translation>%1：保留 %2</translation>
    </message>
    <message>
        <source>%1 loses more than half of its pairs</source>
        <translation>%1 失去一半以上的样本对</translation>
    </message>
    <message>
        <source>%1 loses half of its pairs</source>
        <translation>%1 失去一半的样本对</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>（无）</translation>
    </message>
    <message>
        <source>and %1 more sources</source>
        <translation>以及另外 %1 个来源</translation>
    </message>
</context>
<context>
    <name>egt::ui::BenchReportDialog</name>
    <message>
        <source>Judge %1, %2 votes a pair, unparsed answers: %3 of all votes</source>
        <translation>评判器 %1，每对 %2 票，未能解析的回答占全部票数的 %3</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>All of an id right</source>
        <translation>同一 id 全对</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>全部样本对</translation>
    </message>
    <message>
        <source>Mean of the categories</source>
        <translation>各类别平均</translation>
    </message>
</context>
<context>
    <name>egt::ui::BenchSetupDialog</name>
    <message>
        <source>Judged by</source>
        <translation>评判来源</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Shown first</source>
        <translation>先展示</translation>
    </message>
    <message>
        <source>Without a verdict</source>
        <translation>没有裁决时</translation>
    </message>
    <message>
        <source>Counts what a judge has said of these pairs by the benchmark’s own rules and categories. Nothing is judged again.</source>
        <translation>按该基准自己的规则和类别统计判别模型对这些样本对的裁决，不会重新评判。</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>全部样本对</translation>
    </message>
    <message>
        <source>Selection “%1”, %2</source>
        <translation>选集“%1”，%2</translation>
    </message>
    <message>
        <source>Votes a pair</source>
        <translation>每对的投票数</translation>
    </message>
    <message>
        <source>Seed of coins and guesses</source>
        <translation>掷币与猜测的种子</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>File of predictions</source>
        <translation>预测文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Run %1, judge %2</source>
        <translation>运行 %1，判别模型 %2</translation>
    </message>
    <message>
        <source>No judge has scored this project yet</source>
        <translation>此项目还没有判别模型的评分</translation>
    </message>
    <message>
        <source>As the benchmark does it</source>
        <translation>与基准相同</translation>
    </message>
    <message>
        <source>Answer A, as stored</source>
        <translation>回答 A，按存储顺序</translation>
    </message>
    <message>
        <source>By a fair coin</source>
        <translation>掷公平硬币决定</translation>
    </message>
    <message>
        <source>By the parity of the lengths</source>
        <translation>按长度的奇偶决定</translation>
    </message>
    <message>
        <source>Each once: both orders count</source>
        <translation>各一次：两种顺序都计入</translation>
    </message>
    <message>
        <source>Left out of the count</source>
        <translation>不计入统计</translation>
    </message>
    <message>
        <source>Counts as wrong</source>
        <translation>计为错误</translation>
    </message>
    <message>
        <source>A guess</source>
        <translation>猜一个</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A name writes one in the benchmark’s own form</source>
        <translation>填写文件名则按基准自己的格式写出</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>egt::ui::CalibrationStrip</name>
    <message>
        <source>Share of wrong labels among reviewed pairs</source>
        <translation>已审阅样本对中错误标注的比例</translation>
    </message>
    <message>
        <source>Not enough decisions here (%1 of %2)</source>
        <translation>此处的决定太少（%1 / %2）</translation>
    </message>
    <message>
        <source>%1: %2 wrong, %3, n = %4</source>
        <translation>%1：%2 错误，%3，n = %4</translation>
    </message>
    <message>
        <source>%1 wrong labels</source>
        <translation>错误标注 %1</translation>
    </message>
</context>
<context>
    <name>egt::ui::CheckpointModel</name>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>egt::ui::ChoiceRow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::CommandPalette</name>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>egt::ui::CurriculumView</name>
    <message>
        <source>low to high</source>
        <translation>由低到高</translation>
    </message>
    <message>
        <source>high to low</source>
        <translation>由高到低</translation>
    </message>
    <message>
        <source>random order</source>
        <translation>随机顺序</translation>
    </message>
    <message>
        <source>Curriculum</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Stage %1: %2, %3</source>
        <translation>第 %1 阶段：%2，%3</translation>
    </message>
    <message>
        <source>from %1 down to %2</source>
        <translation>从 %1 降至 %2</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>至 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>No scores yet.</source>
        <translation>还没有分数。</translation>
    </message>
    <message>
        <source>Random order</source>
        <translation>随机顺序</translation>
    </message>
    <message>
        <source>Without a score</source>
        <translation>没有分数</translation>
    </message>
    <message>
        <source>%1 to %2: %3 of the selection, %4 others</source>
        <translation>%1 至 %2：选集中 %3，其他 %4</translation>
    </message>
</context>
<context>
    <name>egt::ui::CutHandle</name>
    <message>
        <source>Upper cut</source>
        <translation>上阈值</translation>
    </message>
    <message>
        <source>Lower cut</source>
        <translation>下阈值</translation>
    </message>
    <message>
        <source>%1 %2, %3 dropped</source>
        <translation>%1 %2，剔除 %3</translation>
    </message>
</context>
<context>
    <name>egt::ui::DecilePlot</name>
    <message>
        <source>Accuracy by entropy decile</source>
        <translation>按熵十分位的准确率</translation>
    </message>
    <message>
        <source>%1: %2, %3, n = %4, up to %5</source>
        <translation>%1：%2，%3，n = %4，至 %5</translation>
    </message>
    <message>
        <source>No labelled pairs with scores here</source>
        <translation>此处没有带分数的已标注样本对</translation>
    </message>
</context>
<context>
    <name>egt::ui::DecisionBar</name>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>A better</source>
        <translation>A 更好</translation>
    </message>
    <message>
        <source>B better</source>
        <translation>B 更好</translation>
    </message>
    <message>
        <source>Tie</source>
        <translation>相当</translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation>都不好</translation>
    </message>
    <message>
        <source>Label right</source>
        <translation>标注正确</translation>
    </message>
    <message>
        <source>Label wrong</source>
        <translation>标注错误</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>%1 left · about %2</source>
        <translation>剩余 %1 · 约 %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 pairs/h · median %2 s</source>
        <translation>%1 对/小时 · 中位数 %2 秒</translation>
    </message>
    <message>
        <source>The label is hidden in blind mode. Say which answer is better.</source>
        <translation>盲审模式下标注已隐藏。请说明哪个回答更好。</translation>
    </message>
    <message>
        <source>This pair has no label. Say which answer is better.</source>
        <translation>此样本对没有标注。请说明哪个回答更好。</translation>
    </message>
    <message>
        <source>Esc, then keys</source>
        <translation>先按 Esc，再用按键</translation>
    </message>
</context>
<context>
    <name>egt::ui::DemoMaker</name>
    <message>
        <source>Make the demo</source>
        <translation>生成演示</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Draws 2,000 small pairs, trains a small judge, scores all pairs and trains on them: about ten minutes on two cores, in %1.</source>
        <translation>绘制 2,000 个小样本对，训练一个小判别模型，为全部样本对评分并用其训练：双核约十分钟，位于 %1。</translation>
    </message>
    <message>
        <source>Progress of the demo</source>
        <translation>演示的进度</translation>
    </message>
    <message>
        <source>The program %1 is missing. Build or install EGT Studio whole, then try again.</source>
        <translation>缺少程序 %1。请完整构建或安装 EGT Studio 后重试。</translation>
    </message>
    <message>
        <source>The demo stopped: %1. Press the button to go on where it stopped.</source>
        <translation>演示已停止：%1。按下按钮可从停止处继续。</translation>
    </message>
</context>
<context>
    <name>egt::ui::Dialogs</name>
    <message>
        <source>Who decides?</source>
        <translation>由谁决定？</translation>
    </message>
    <message>
        <source>The name is stored with every decision, so that two people’s decisions can be compared.</source>
        <translation>姓名随每个决定保存，便于比较两个人的决定。</translation>
    </message>
    <message>
        <source>Annotator’s name</source>
        <translation>标注者姓名</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>使用此姓名</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>有任务正在运行</translation>
    </message>
    <message>
        <source>%1. Stop and save: the step ends, a checkpoint is written, and it can be continued later. Abort: what was done since the last checkpoint is lost.</source>
        <translation>%1。停止并保存：完成当前步并写入检查点，之后可以继续。中止：上一检查点之后的工作将丢失。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Stop this job?</source>
        <translation>停止此任务？</translation>
    </message>
    <message>
        <source>%1. Stop and save: the step ends and what was done is kept. Abort: it ends at once; what was done since the last checkpoint is lost.</source>
        <translation>%1。停止并保存：完成当前步并保留已完成的工作。中止：立即结束，上一检查点之后的工作将丢失。</translation>
    </message>
    <message>
        <source>EGT Studio %1</source>
        <translation>EGT Studio %1</translation>
    </message>
    <message>
        <source>Measures how uncertain a judge is about preference pairs, helps people review them, and trains on the rest. The method is EGT (arXiv 2602.01884). Free software under GPL-3.0-or-later; built on Qt %1, QCustomPlot, OpenCV, SQLite and LibTorch.</source>
        <translation>测量判别模型对偏好样本对的不确定程度，协助人员审阅，并用其余样本对训练。方法为 EGT（arXiv 2602.01884）。自由软件，许可证 GPL-3.0-or-later；基于 Qt %1、QCustomPlot、OpenCV、SQLite 和 LibTorch。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>egt::ui::DuplicatesPage</name>
    <message>
        <source>Looking for near-duplicates</source>
        <translation>正在查找近似重复</translation>
    </message>
    <message>
        <source>Back to the pairs (Esc)</source>
        <translation>返回样本对（Esc）</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>List them</source>
        <translation>列出</translation>
    </message>
    <message>
        <source>Filters the table: pairs that an earlier one resembles</source>
        <translation>筛选表格：与更早的样本对相似者</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Filters the table: one pair of each group stays</source>
        <translation>筛选表格：每组保留一个样本对</translation>
    </message>
    <message>
        <source>Similarity of the texts</source>
        <translation>文本相似度</translation>
    </message>
    <message>
        <source>Share of their runs of words that two texts have in common, 0.3 to 1. Default 0.8.</source>
        <translation>两段文本共有的连续词组所占的比例，0.3 到 1，默认 0.8。</translation>
    </message>
    <message>
        <source>Words a run</source>
        <translation>词组长度</translation>
    </message>
    <message>
        <source>How many words in a row are compared. Default 3.</source>
        <translation>以多少个连续的词进行比较，默认 3。</translation>
    </message>
    <message>
        <source>Pictures must be alike</source>
        <translation>图像也须相似</translation>
    </message>
    <message>
        <source>Differing bits</source>
        <translation>相异位数</translation>
    </message>
    <message>
        <source>In how many of the 64 bits of their perceptual hashes alike pictures may differ. Default 6.</source>
        <translation>相似图像的 64 位感知哈希最多可有多少位不同，默认 6。</translation>
    </message>
    <message>
        <source>Look for them</source>
        <translation>开始查找</translation>
    </message>
    <message>
        <source>Groups of near-duplicates</source>
        <translation>近似重复的分组</translation>
    </message>
    <message>
        <source>List this group</source>
        <translation>列出此组</translation>
    </message>
    <message>
        <source>Filters the table: the pairs of this group</source>
        <translation>筛选表格：此组的样本对</translation>
    </message>
    <message>
        <source>%1 groups, %2 that an earlier pair resembles</source>
        <translation>%1 组，%2与更早的样本对相似</translation>
    </message>
    <message>
        <source>Reading the report</source>
        <translation>正在读取报告</translation>
    </message>
    <message>
        <source>Nobody has looked for near-duplicates yet</source>
        <translation>尚未查找过近似重复</translation>
    </message>
    <message>
        <source>Pairs that say nearly the same about nearly the same picture stand here in groups.</source>
        <translation>对几乎相同的图像说了几乎相同内容的样本对会分组列在这里。</translation>
    </message>
    <message>
        <source>No pair is nearly the same as another</source>
        <translation>没有近似重复的样本对</translation>
    </message>
    <message>
        <source>A lower similarity, or leaving the pictures out, finds more.</source>
        <translation>降低相似度或不比较图像可找到更多。</translation>
    </message>
    <message>
        <source>%1 came since and were not compared.</source>
        <translation>此后新增的 %1尚未比较。</translation>
    </message>
    <message>
        <source>The project is open for reading only</source>
        <translation>项目以只读方式打开</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止查找</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>First of the group</source>
        <translation>组中第一个</translation>
    </message>
    <message>
        <source>%1 more: the table lists them all</source>
        <translation>另有 %1：表格中可列出全部</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>Texts %1 alike</source>
        <translation>文本相似 %1</translation>
    </message>
    <message>
        <source>same picture</source>
        <translation>同一图像</translation>
    </message>
    <message>
        <source>pictures look alike</source>
        <translation>图像相似</translation>
    </message>
    <message>
        <source>answers the other way round</source>
        <translation>两个回答次序相反</translation>
    </message>
</context>
<context>
    <name>egt::ui::EffectPanel</name>
    <message>
        <source>Pairs kept</source>
        <translation>保留的样本对</translation>
    </message>
    <message>
        <source>Wrong labels in kept</source>
        <translation>保留部分的错误标注</translation>
    </message>
    <message>
        <source>Accuracy on kept</source>
        <translation>保留部分的准确率</translation>
    </message>
    <message>
        <source>Steps per epoch</source>
        <translation>每轮步数</translation>
    </message>
    <message>
        <source>Save selection</source>
        <translation>保存选集</translation>
    </message>
    <message>
        <source>Name of the selection</source>
        <translation>选集名称</translation>
    </message>
    <message>
        <source>Name, then Enter</source>
        <translation>输入名称，然后按 Enter</translation>
    </message>
    <message>
        <source>Review dropped</source>
        <translation>审阅剔除部分</translation>
    </message>
    <message>
        <source>Train on kept</source>
        <translation>用保留部分训练</translation>
    </message>
    <message>
        <source>Accuracy by entropy decile, %</source>
        <translation>按熵十分位的准确率（%）</translation>
    </message>
    <message>
        <source>Balance by source</source>
        <translation>按来源的平衡</translation>
    </message>
    <message>
        <source>kept | dropped</source>
        <translation>保留 | 剔除</translation>
    </message>
    <message>
        <source>Saved selections</source>
        <translation>已保存的选集</translation>
    </message>
    <message>
        <source>Enter applies, Delete removes</source>
        <translation>Enter 应用，Delete 移除</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>%1 of %2 decisions</source>
        <translation>%1 / %2 个决定</translation>
    </message>
    <message>
        <source>all: %1</source>
        <translation>全部：%1</translation>
    </message>
    <message>
        <source>no labels</source>
        <translation>无标注</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批大小 %1</translation>
    </message>
    <message>
        <source>The cut drops nothing. Move a handle of the histogram.</source>
        <translation>阈值未剔除任何样本对。请移动直方图上的手柄。</translation>
    </message>
    <message>
        <source>Saves the kept pairs as a selection and opens Train with it</source>
        <translation>将保留的样本对存为选集，并在训练中打开</translation>
    </message>
    <message>
        <source>The cut keeps nothing</source>
        <translation>阈值未保留任何样本对</translation>
    </message>
    <message>
        <source>1 = most certain</source>
        <translation>1 = 最确定</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>The project is open for reading only</source>
        <translation>项目以只读方式打开</translation>
    </message>
</context>
<context>
    <name>egt::ui::EntropyLegend</name>
    <message>
        <source>Legend of the token colours</source>
        <translation>词元颜色图例</translation>
    </message>
</context>
<context>
    <name>egt::ui::EntropyStrip</name>
    <message>
        <source>Overview of the tokens</source>
        <translation>词元概览</translation>
    </message>
    <message>
        <source>%1 tokens, spans from %2</source>
        <translation>%1 个词元，片段自 %2 起</translation>
    </message>
</context>
<context>
    <name>egt::ui::EntropyText</name>
    <message>
        <source>Sample response</source>
        <translation>示例回复</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>“%1”：%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::ExploreData</name>
    <message>
        <source>Midpoint of the bracket of the mean token entropy</source>
        <translation>平均词元熵区间的中点</translation>
    </message>
    <message>
        <source>Entropy, midpoint of the bracket</source>
        <translation>熵，区间中点</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Mean entropy</source>
        <translation>平均熵</translation>
    </message>
    <message>
        <source>Mean token entropy</source>
        <translation>平均词元熵</translation>
    </message>
    <message>
        <source>P(label)</source>
        <translation>P(标注)</translation>
    </message>
    <message>
        <source>P(labelled answer)</source>
        <translation>P(标注的回答)</translation>
    </message>
    <message>
        <source>Maximum entropy</source>
        <translation>最大熵</translation>
    </message>
    <message>
        <source>Maximum token entropy</source>
        <translation>最大词元熵</translation>
    </message>
    <message>
        <source>Top fifth entropy</source>
        <translation>最高五分之一的熵</translation>
    </message>
    <message>
        <source>Mean of the highest fifth</source>
        <translation>最高五分之一的平均值</translation>
    </message>
    <message>
        <source>Summed entropy</source>
        <translation>熵总和</translation>
    </message>
    <message>
        <source>Sum of token entropies</source>
        <translation>词元熵之和</translation>
    </message>
    <message>
        <source>Thinking entropy</source>
        <translation>思考熵</translation>
    </message>
    <message>
        <source>Mean entropy while thinking</source>
        <translation>思考部分的平均熵</translation>
    </message>
    <message>
        <source>Answer entropy</source>
        <translation>回答熵</translation>
    </message>
    <message>
        <source>Mean entropy of the answer</source>
        <translation>回答部分的平均熵</translation>
    </message>
    <message>
        <source>Verdict entropy</source>
        <translation>判定熵</translation>
    </message>
    <message>
        <source>Entropy of the verdict token</source>
        <translation>判定词元的熵</translation>
    </message>
    <message>
        <source>Vote entropy</source>
        <translation>投票熵</translation>
    </message>
    <message>
        <source>Entropy of the votes</source>
        <translation>投票的熵</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Share of samples that hold when swapped</source>
        <translation>交换后保持不变的样本比例</translation>
    </message>
    <message>
        <source>Judge tokens</source>
        <translation>判别模型词元数</translation>
    </message>
    <message>
        <source>Tokens of a response</source>
        <translation>回复的词元数</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Words in A</source>
        <translation>A 的词数</translation>
    </message>
    <message>
        <source>Words in answer A</source>
        <translation>回答 A 的词数</translation>
    </message>
    <message>
        <source>Words in B</source>
        <translation>B 的词数</translation>
    </message>
    <message>
        <source>Words in answer B</source>
        <translation>回答 B 的词数</translation>
    </message>
</context>
<context>
    <name>egt::ui::ExploreWorkspace</name>
    <message>
        <source>Searching the texts…</source>
        <translation>正在搜索文本…</translation>
    </message>
    <message>
        <source>Save selection</source>
        <translation>保存选集</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Open in Review</source>
        <translation>在审阅中打开</translation>
    </message>
    <message>
        <source>Flag the most uncertain 5%</source>
        <translation>标记最不确定的 5%</translation>
    </message>
    <message>
        <source>Flag the most contradicted 5%</source>
        <translation>标记与标注最矛盾的 5%</translation>
    </message>
    <message>
        <source>Flag what lies over the upper cut</source>
        <translation>标记高于上阈值的样本对</translation>
    </message>
    <message>
        <source>Remove all flags of rules</source>
        <translation>移除规则的全部标记</translation>
    </message>
    <message>
        <source>Score pairs…</source>
        <translation>为样本对评分…</translation>
    </message>
    <message>
        <source>Score pairs</source>
        <translation>为样本对评分</translation>
    </message>
    <message>
        <source>Review dropped pairs</source>
        <translation>审阅被剔除的样本对</translation>
    </message>
    <message>
        <source>Train on kept pairs</source>
        <translation>用保留的样本对训练</translation>
    </message>
    <message>
        <source>Logarithmic counts</source>
        <translation>对数计数</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Cut for</source>
        <translation>阈值适用于</translation>
    </message>
    <message>
        <source>all sources</source>
        <translation>全部来源</translation>
    </message>
    <message>
        <source>each source</source>
        <translation>每个来源</translation>
    </message>
    <message>
        <source>For each source: the cut means the same quantile in every source</source>
        <translation>对每个来源：阈值在每个来源中取同一分位数</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Scale of the counts</source>
        <translation>计数的刻度</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Share of wrong labels among reviewed pairs</source>
        <translation>已审阅样本对中错误标注的比例</translation>
    </message>
    <message>
        <source>Set the cut for 90% right labels</source>
        <translation>按 90% 标注正确设定阈值</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Deciles by source</source>
        <translation>按来源的十分位</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>列表内容</translation>
    </message>
    <message>
        <source>No pairs match this filter.</source>
        <translation>没有符合条件的样本对。</translation>
    </message>
    <message>
        <source>Remove a condition or show all pairs.</source>
        <translation>请删除一个条件或显示全部样本对。</translation>
    </message>
    <message>
        <source>Show all pairs</source>
        <translation>显示全部样本对</translation>
    </message>
    <message>
        <source>Effect of the cut</source>
        <translation>阈值的影响</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>What the dock shows</source>
        <translation>侧栏内容</translation>
    </message>
    <message>
        <source>No pair has a score yet</source>
        <translation>还没有样本对有分数</translation>
    </message>
    <message>
        <source>A judge reads the pairs and tells how sure it is.</source>
        <translation>由判别模型阅读样本对，并给出其确定程度。</translation>
    </message>
    <message>
        <source>There are no pairs yet</source>
        <translation>还没有样本对</translation>
    </message>
    <message>
        <source>Import a preference set; its pairs, histograms and selections stand here.</source>
        <translation>请导入偏好数据集；样本对、直方图和选集将显示在此处。</translation>
    </message>
    <message>
        <source>move the cut</source>
        <translation>移动阈值</translation>
    </message>
    <message>
        <source>remove “%1”</source>
        <translation>移除“%1”</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>latest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>run %1 · %2</source>
        <translation>运行 %1 · %2</translation>
    </message>
    <message>
        <source>too easy</source>
        <translation>过于容易</translation>
    </message>
    <message>
        <source>too low</source>
        <translation>过低</translation>
    </message>
    <message>
        <source>too uncertain</source>
        <translation>过于不确定</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>过高</translation>
    </message>
    <message>
        <source>No decisions about labels yet</source>
        <translation>还没有关于标注的决定</translation>
    </message>
    <message>
        <source>%1 decisions, 95% Wilson intervals</source>
        <translation>%1 个决定，95% Wilson 区间</translation>
    </message>
    <message>
        <source>Upper cut at %1</source>
        <translation>上阈值 %1</translation>
    </message>
    <message>
        <source>Needs at least %1 decisions</source>
        <translation>至少需要 %1 个决定</translation>
    </message>
    <message>
        <source>The share of wrong labels does not cross %1 here</source>
        <translation>此处错误标注的比例未越过 %1</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>ρ %1</source>
        <translation>ρ %1</translation>
    </message>
    <message>
        <source>%1, n = %2</source>
        <translation>%1，n = %2</translation>
    </message>
    <message>
        <source>fifths, n = %1</source>
        <translation>五分位，n = %1</translation>
    </message>
    <message>
        <source>No labelled pairs with scores here</source>
        <translation>此处没有带分数的已标注样本对</translation>
    </message>
    <message>
        <source>Import pairs</source>
        <translation>导入样本对</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Filter not applied yet</source>
        <translation>筛选尚未应用</translation>
    </message>
    <message>
        <source>%1 not scored yet</source>
        <translation>%1 尚未评分</translation>
    </message>
    <message>
        <source>Accuracy in fifths of %1</source>
        <translation>%1 各五分位的准确率</translation>
    </message>
    <message>
        <source>Sorted by %1, high first · %2 selected</source>
        <translation>按%1排序，高者在前 · 已选 %2</translation>
    </message>
    <message>
        <source>Sorted by %1, low first · %2 selected</source>
        <translation>按%1排序，低者在前 · 已选 %2</translation>
    </message>
    <message>
        <source>From the table</source>
        <translation>来自表格</translation>
    </message>
    <message>
        <source>%1 chosen</source>
        <translation>已选 %1</translation>
    </message>
    <message>
        <source>A selection needs a name.</source>
        <translation>选集需要名称。</translation>
    </message>
    <message>
        <source>Saved “%1”: %2</source>
        <translation>已保存“%1”：%2</translation>
    </message>
    <message>
        <source>Removed “%1”</source>
        <translation>已移除“%1”</translation>
    </message>
    <message>
        <source>The cut drops nothing.</source>
        <translation>阈值未剔除任何样本对。</translation>
    </message>
    <message>
        <source>Dropped by the cut</source>
        <translation>被阈值剔除</translation>
    </message>
    <message>
        <source>kept up to %1</source>
        <translation>保留至 %1</translation>
    </message>
    <message>
        <source>kept from %1</source>
        <translation>保留自 %1</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Set an upper cut on the mean entropy first.</source>
        <translation>请先在平均熵上设定上阈值。</translation>
    </message>
    <message>
        <source>%1: flagged %2</source>
        <translation>%1：已标记 %2</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>All flags of rules are removed.</source>
        <translation>规则的全部标记已移除。</translation>
    </message>
    <message>
        <source>Scoring is queued; it shows in the status bar.</source>
        <translation>评分已排队，进度显示在状态栏。</translation>
    </message>
    <message>
        <source>Save the filter…</source>
        <translation>保存筛选条件…</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已保存的筛选</translation>
    </message>
    <message>
        <source>There is no filter to save: add a condition first.</source>
        <translation>没有可保存的筛选：请先添加条件。</translation>
    </message>
    <message>
        <source>Save the filter</source>
        <translation>保存筛选条件</translation>
    </message>
    <message>
        <source>Name of “%1”</source>
        <translation>“%1”的名称</translation>
    </message>
    <message>
        <source>The filter is saved as “%1”.</source>
        <translation>筛选已保存为“%1”。</translation>
    </message>
    <message>
        <source>None is saved yet</source>
        <translation>尚未保存任何筛选</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Search the texts</source>
        <translation>搜索文本</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Find pairs by the words of their texts</source>
        <translation>按文本中的词查找样本对</translation>
    </message>
</context>
<context>
    <name>egt::ui::ExportForm</name>
    <message>
        <source>Scope</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Leave out pairs that were dropped in review</source>
        <translation>略去审阅中剔除的样本对</translation>
    </message>
    <message>
        <source>Use the reviewed label where it differs</source>
        <translation>有差异时使用审阅的标注</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>As imported</source>
        <translation>按导入顺序</translation>
    </message>
    <message>
        <source>Entropy, low to high</source>
        <translation>熵，由低到高</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Trainers shuffle unless told otherwise, so this order has no effect on training.</source>
        <translation>训练器默认会打乱顺序，因此此顺序对训练没有影响。</translation>
    </message>
    <message>
        <source>The order holds only if the trainer does not shuffle: switch that off there.</source>
        <translation>只有训练器不打乱时顺序才有效：请在训练器中关闭打乱。</translation>
    </message>
    <message>
        <source>%1 in the project</source>
        <translation>项目中 %1</translation>
    </message>
    <message>
        <source>%1 flipped</source>
        <translation>%1 已翻转</translation>
    </message>
    <message>
        <source>Embed</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Copy: into the folder, each picture once. Link: the rows name the files where they lie. Embed: inside the data file. Each format offers what its reader takes.</source>
        <translation>复制：放入文件夹，每张图片一次。链接：各行给出文件的原位置。嵌入：放在数据文件内。每种格式只提供其读取程序支持的方式。</translation>
    </message>
    <message>
        <source>The order holds only if the trainer does not shuffle: see %1.</source>
        <translation>只有训练器不打乱时顺序才有效：见 %1。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Decides which answer stands first in each task; the same seed decides the same again. Default 1.</source>
        <translation>决定每个任务中哪个回答在前；相同的种子结果相同。默认 1。</translation>
    </message>
</context>
<context>
    <name>egt::ui::ExportOutput</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation>将写出的内容</translation>
    </message>
    <message>
        <source>Everything is written into a folder aside and renamed at the end: a folder that is there is whole. The manifest names the rule, the judge, the counts and a hash of every file.</source>
        <translation>全部内容先写入旁边的文件夹，最后再改名：存在的文件夹即是完整的。清单给出规则、判别模型、数量以及每个文件的哈希。</translation>
    </message>
    <message>
        <source>Writes the same files without the window, byte for byte.</source>
        <translation>不用窗口即可逐字节写出相同的文件。</translation>
    </message>
    <message>
        <source>Rows 1 to %1 of %2, exactly as they will be written</source>
        <translation>第 1 至 %1 行，共 %2 行，与将写出的完全一致</translation>
    </message>
</context>
<context>
    <name>egt::ui::ExportWorkspace</name>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>%1 files, copied</source>
        <translation>%1 个文件，复制</translation>
    </message>
    <message>
        <source>%1 files, linked where they lie</source>
        <translation>%1 个文件，链接到原位置</translation>
    </message>
    <message>
        <source>rule, judge hash, counts, file hashes</source>
        <translation>规则、判别模型哈希、数量、文件哈希</translation>
    </message>
    <message>
        <source>Exported pairs are written here.</source>
        <translation>导出的样本对在此写出。</translation>
    </message>
    <message>
        <source>Import pairs first; then choose which of them to write.</source>
        <translation>请先导入样本对，然后选择要写出哪些。</translation>
    </message>
    <message>
        <source>Write pairs</source>
        <translation>写出样本对</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>全部样本对</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 从 %2 起</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Current filter</source>
        <translation>当前筛选</translation>
    </message>
    <message>
        <source>The project is open for reading only, so a filter cannot be saved for the manifest. Choose a saved selection.</source>
        <translation>项目以只读方式打开，无法为清单保存筛选。请选择已保存的选集。</translation>
    </message>
    <message>
        <source>Selection “%1”</source>
        <translation>选集“%1”</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>保存于%1</translation>
    </message>
    <message>
        <source>Name the folder to write to.</source>
        <translation>请给出要写入的文件夹。</translation>
    </message>
    <message>
        <source>“%1” has no place. Give the whole path.</source>
        <translation>“%1”没有位置。请给出完整路径。</translation>
    </message>
    <message>
        <source>“%1” is a file. Choose a folder.</source>
        <translation>“%1”是文件。请选择文件夹。</translation>
    </message>
    <message>
        <source>No pair is left to write. Choose another scope or keep dropped pairs.</source>
        <translation>没有可写出的样本对。请另选范围，或保留被剔除的样本对。</translation>
    </message>
    <message>
        <source>about %1 · %2 free</source>
        <translation>约 %1 · 可用 %2</translation>
    </message>
    <message>
        <source>%1 have no image file. They are written with an empty image list.</source>
        <translation>%1没有图像文件，将以空的图像列表写出。</translation>
    </message>
    <message>
        <source>%1 have no label and are left out: this format needs one.</source>
        <translation>%1没有标注，将被略去：此格式需要标注。</translation>
    </message>
    <message>
        <source>The disk has too little space. Link the images, or choose another disk.</source>
        <translation>磁盘空间不足。请改用图像链接，或另选磁盘。</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>写出 %1</translation>
    </message>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开项目。</translation>
    </message>
    <message>
        <source>An export is being written; the status bar can cancel it.</source>
        <translation>正在写出导出，可在状态栏取消。</translation>
    </message>
    <message>
        <source>Writing, %1</source>
        <translation>正在写出，%1</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写出</translation>
    </message>
    <message>
        <source>The pairs are being counted.</source>
        <translation>正在统计样本对。</translation>
    </message>
    <message>
        <source>No pair is left to write.</source>
        <translation>没有可写出的样本对。</translation>
    </message>
    <message>
        <source>Writes the folder as a job</source>
        <translation>以任务方式写出文件夹</translation>
    </message>
    <message>
        <source>The line that writes the same in a terminal</source>
        <translation>在终端中写出相同内容的命令行</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>命令已复制</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>Wrote %1 to %2.</source>
        <translation>已将 %1 写入 %2。</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation>导出已停止，未写入任何内容。</translation>
    </message>
    <message>
        <source>%1 %2 to %3</source>
        <translation>%1 %2 至 %3</translation>
    </message>
    <message>
        <source>%1 files, inside the data</source>
        <translation>%1 个文件，位于数据内</translation>
    </message>
    <message>
        <source>Repeat an export…</source>
        <translation>重做一次导出…</translation>
    </message>
    <message>
        <source>Writes the export of a manifest again, byte for byte, or says what has changed since</source>
        <translation>按清单逐字节重写该次导出，或说明此后发生了什么变化</translation>
    </message>
    <message>
        <source>%1 are ties and are left out: this format needs a better answer.</source>
        <translation>%1为平局，将被略去：此格式需要较优的回答。</translation>
    </message>
    <message>
        <source>%1 have more image marks in their text than images and are left out: the trainer would stop there.</source>
        <translation>%1文本中的图像标记多于图像，将被略去：训练器会在此中止。</translation>
    </message>
    <message>
        <source>A folder that is made for this export. It must be new or empty, or hold an export to replace.</source>
        <translation>为此次导出创建的文件夹。必须是新的、空的，或含有要替换的导出。</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>“%1” is not empty and holds no export. Choose a new folder.</source>
        <translation>“%1”不为空且不含导出。请选择新文件夹。</translation>
    </message>
    <message>
        <source>“%1” holds an export already. Choose a new folder, or tick “Replace it”.</source>
        <translation>“%1”已含有一份导出。请选择新文件夹，或勾选“替换”。</translation>
    </message>
    <message>
        <source>The old export goes when the new one is whole</source>
        <translation>新的导出写完整后才移除旧的</translation>
    </message>
    <message>
        <source>There is no export in this folder</source>
        <translation>此文件夹中没有导出</translation>
    </message>
    <message>
        <source>Replace with %1</source>
        <translation>替换为 %1</translation>
    </message>
</context>
<context>
    <name>egt::ui::FilmStrip</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Pair %1</source>
        <translation>样本对 %1</translation>
    </message>
    <message>
        <source>Image missing</source>
        <translation>图像缺失</translation>
    </message>
    <message>
        <source>Image cannot be read</source>
        <translation>无法读取图像</translation>
    </message>
</context>
<context>
    <name>egt::ui::FilterBar</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Add a condition, for example  words_a &gt; 200</source>
        <translation>添加条件，例如 words_a &gt; 200</translation>
    </message>
    <message>
        <source>Condition %1</source>
        <translation>条件 %1</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>改用“%1”</translation>
    </message>
    <message>
        <source>Correct the filter</source>
        <translation>改正筛选条件</translation>
    </message>
</context>
<context>
    <name>egt::ui::FlagCard</name>
    <message>
        <source>Midpoint of the entropy bracket, cut %1</source>
        <translation>熵区间中点，阈值 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Show this place in Explore</source>
        <translation>在探索中显示此处</translation>
    </message>
    <message>
        <source>Mean token entropy, cut %1</source>
        <translation>平均词元熵，阈值 %1</translation>
    </message>
    <message>
        <source>P(labelled answer), cut %1</source>
        <translation>P(标注的回答)，阈值 %1</translation>
    </message>
</context>
<context>
    <name>egt::ui::FlowView</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>egt::ui::GroupModel</name>
    <message>
        <source>%1, first %2</source>
        <translation>%1，第一个为 %2</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>egt::ui::GuideDialog</name>
    <message>
        <source>Five-minute guide</source>
        <translation>五分钟指南</translation>
    </message>
    <message>
        <source>1. Import pairs</source>
        <translation>1. 导入样本对</translation>
    </message>
    <message>
        <source>A pair is an image, a question and two answers, one of them labelled better. Drop a JSON Lines file on the window, or press Ctrl+I. Rows that can’t be taken are listed with line and reason; nothing is imported twice.</source>
        <translation>一个样本对由一张图像、一个问题和两个回答组成，其中一个标注为更好。将 JSON Lines 文件拖到窗口上，或按 Ctrl+I。无法接收的行会列出行号和原因；不会重复导入。</translation>
    </message>
    <message>
        <source>2. Score them</source>
        <translation>2. 评分</translation>
    </message>
    <message>
        <source>In Train, choose a judge and start a scoring run. The judge reasons about every pair, in both orders. The mean entropy of the tokens it writes, in nats, is the score: where it is high, the judge is likely wrong.</source>
        <translation>在训练中选择判别模型并开始评分。判别模型以两种顺序对每个样本对进行推理。它所写词元的平均熵（奈特）即为分数：分数高处，判别模型很可能出错。</translation>
    </message>
    <message>
        <source>3. Look and cut</source>
        <translation>3. 观察并设定阈值</translation>
    </message>
    <message>
        <source>In Explore, drag the cut on the histogram. You see at once how many pairs are kept and what that does to each source. After a few reviewed pairs, the strip below shows the share of wrong labels with its interval, and says where decisions are missing.</source>
        <translation>在探索中拖动直方图上的阈值，立即看到保留多少样本对以及对每个来源的影响。审阅少量样本对后，下方的条带显示错误标注的比例及其区间，并指出哪里缺少决定。</translation>
    </message>
    <message>
        <source>4. Review the doubtful ones</source>
        <translation>4. 审阅可疑的样本对</translation>
    </message>
    <message>
        <source>In Review, one key decides and moves on: 1 or A, 2 or B, 3 tie, 4 both bad, Y label right, X label wrong, D drop, Space skip. Ctrl+Z brings the pair back. N jumps to the next uncertain span of the judge’s text. Every decision is saved at once.</source>
        <translation>在审阅中，一个按键即决定并前进：1 或 A、2 或 B、3 相当、4 都不好、Y 标注正确、X 标注错误、D 剔除、空格跳过。Ctrl+Z 返回该样本对。N 跳到判别模型文本的下一个不确定片段。每个决定立即保存。</translation>
    </message>
    <message>
        <source>5. Train from low to high entropy</source>
        <translation>5. 由低熵到高熵训练</translation>
    </message>
    <message>
        <source>Train on what is kept, certain pairs first. Pause, continue, stop and save at any step; what you decide in review counts from the next stage on.</source>
        <translation>用保留的样本对训练，确定者在前。任何一步都可暂停、继续、停止并保存；审阅中的决定从下一阶段起生效。</translation>
    </message>
    <message>
        <source>6. Export</source>
        <translation>6. 导出</translation>
    </message>
    <message>
        <source>Write the kept pairs for TRL or as plain JSON Lines, with a manifest of cut, judge and decisions, so that it can be repeated.</source>
        <translation>将保留的样本对写为 TRL 或普通 JSON Lines，并附上包含阈值、判别模型和决定的清单，以便重现。</translation>
    </message>
    <message>
        <source>Ctrl+K finds every command, ? shows all keys.</source>
        <translation>Ctrl+K 查找所有命令，? 显示全部按键。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>egt::ui::HistogramCutWidget</name>
    <message>
        <source>below the cut</source>
        <translation>低于阈值</translation>
    </message>
    <message>
        <source>above the cut</source>
        <translation>高于阈值</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>%1, %2 values from %3 to %4</source>
        <translation>%1，%2 个值，%3 至 %4</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Kept %1</source>
        <translation>保留 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Dropped %1</source>
        <translation>剔除 %1</translation>
    </message>
    <message>
        <source>%1 to %2 %3</source>
        <translation>%1 至 %2 %3</translation>
    </message>
    <message>
        <source>%1, %2 of all</source>
        <translation>%1，占全部 %2</translation>
    </message>
</context>
<context>
    <name>egt::ui::HitModel</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Pair %1, %2: %3</source>
        <translation>样本对 %1，%2：%3</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>所在</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImageCheckDialog</name>
    <message>
        <source>Look at unchanged images again</source>
        <translation>重新检查未改动的图像</translation>
    </message>
    <message>
        <source>Make the thumbnails that are missing</source>
        <translation>生成缺少的缩略图</translation>
    </message>
    <message>
        <source>Check all images</source>
        <translation>检查所有图像</translation>
    </message>
    <message>
        <source>Every picture is opened once: is it there, whole, of the size it had, and is there another one like it. It is a job that can be stopped and continued.</source>
        <translation>逐一打开每张图像：是否存在、是否完整、尺寸是否未变、是否有相似的图像。此任务可以停止后继续。</translation>
    </message>
    <message>
        <source>Differing bits of images that look alike, of 64</source>
        <translation>相似图像的相异位数（共 64 位）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Check images</source>
        <translation>检查图像</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImageReportDialog</name>
    <message>
        <source>Missing now</source>
        <translation>现已缺失</translation>
    </message>
    <message>
        <source>Can’t be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Of another kind than its name says</source>
        <translation>格式与文件名不符</translation>
    </message>
    <message>
        <source>Another size than at the import</source>
        <translation>尺寸与导入时不同</translation>
    </message>
    <message>
        <source>Images of the project</source>
        <translation>项目中的图像</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>With a problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>Named by pairs, but never found</source>
        <translation>样本对提到但从未找到</translation>
    </message>
    <message>
        <source>Copies of another</source>
        <translation>与其他图像相同</translation>
    </message>
    <message>
        <source>in %1 groups</source>
        <translation>共 %1 组</translation>
    </message>
    <message>
        <source>Look like another</source>
        <translation>与其他图像相似</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>引用次数</translation>
    </message>
    <message>
        <source>Images with a problem</source>
        <translation>有问题的图像</translation>
    </message>
    <message>
        <source>No file has a problem.</source>
        <translation>没有文件有问题。</translation>
    </message>
    <message>
        <source>All of them are in %1.</source>
        <translation>全部列在 %1 中。</translation>
    </message>
    <message>
        <source>Problems are in %1, copies in %2.</source>
        <translation>问题列在 %1 中，相同与相似的图像列在 %2 中。</translation>
    </message>
    <message>
        <source>No file has a problem. Copies are in %1.</source>
        <translation>没有文件有问题。相同与相似的图像列在 %1 中。</translation>
    </message>
    <message>
        <source>Find missing images…</source>
        <translation>查找缺失的图像…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImageView</name>
    <message>
        <source>Image of the pair</source>
        <translation>样本对的图像</translation>
    </message>
    <message>
        <source>This pair has no image</source>
        <translation>此样本对没有图像</translation>
    </message>
    <message>
        <source>Image missing</source>
        <translation>图像缺失</translation>
    </message>
    <message>
        <source>Image cannot be read</source>
        <translation>无法读取图像</translation>
    </message>
    <message>
        <source>Reading the image</source>
        <translation>正在读取图像</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>%1 · fit, %2</source>
        <translation>%1 · 适合窗口，%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImportDialog</name>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import pairs</source>
        <translation>导入样本对</translation>
    </message>
    <message>
        <source>Into a new project</source>
        <translation>导入到新项目</translation>
    </message>
    <message>
        <source>Into “%1”</source>
        <translation>导入到“%1”</translation>
    </message>
    <message>
        <source>File of pairs</source>
        <translation>样本对文件</translation>
    </message>
    <message>
        <source>found from the content</source>
        <translation>根据内容判断</translation>
    </message>
    <message>
        <source>Source name for rows without one</source>
        <translation>无来源的行所用的来源名称</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>EGT Studio projects (*.egt)</source>
        <translation>EGT Studio 项目 (*.egt)</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有此文件。</translation>
    </message>
    <message>
        <source>The file can’t be read.</source>
        <translation>无法读取此文件。</translation>
    </message>
    <message>
        <source>This project exists already. Open it first, or choose another name.</source>
        <translation>此项目已存在。请先打开它，或另选名称。</translation>
    </message>
    <message>
        <source>Choose a file and a project first</source>
        <translation>请先选择文件和项目</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止查看</translation>
    </message>
    <message>
        <source>No file chosen yet</source>
        <translation>尚未选择文件</translation>
    </message>
    <message>
        <source>Choose a file of pairs, or drop one here. What is in it shows before anything is stored.</source>
        <translation>请选择样本对文件，或把文件拖到这里。存储之前会先显示其内容。</translation>
    </message>
    <message>
        <source>Files of pairs (*.jsonl *.json *.ndjson *.csv *.tsv *.parquet *.arrow);;All files (*)</source>
        <translation>样本对文件 (*.jsonl *.json *.ndjson *.csv *.tsv *.parquet *.arrow);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No known layout fits this file</source>
        <translation>没有已知格式适合此文件</translation>
    </message>
    <message>
        <source>Choose “Field by field” as its layout and say which field is what.</source>
        <translation>请把格式选为“逐个字段”，并说明各字段的含义。</translation>
    </message>
    <message>
        <source>This file can’t be read</source>
        <translation>无法读取此文件</translation>
    </message>
    <message>
        <source>none that is known</source>
        <translation>没有已知的</translation>
    </message>
    <message>
        <source>%1, %2 sure</source>
        <translation>%1，把握 %2</translation>
    </message>
    <message>
        <source>Field by field</source>
        <translation>逐个字段</translation>
    </message>
    <message>
        <source>Looking at the file…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>Only the beginning was looked at; the import takes the whole file.</source>
        <translation>只查看了开头；导入会读取整个文件。</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>There is no new pair in what was read of this file</source>
        <translation>已读取的部分里没有新的样本对</translation>
    </message>
    <message>
        <source>Folder or archive of the images</source>
        <translation>图像的文件夹或压缩包</translation>
    </message>
    <message>
        <source>Empty: the file’s own folder. Images stay where they are; those of an archive (zip, tar) are unpacked into the project.</source>
        <translation>留空：数据文件所在的文件夹。图像留在原处；压缩包（zip、tar）中的图像会解压到项目中。</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Archive…</source>
        <translation>压缩包…</translation>
    </message>
    <message>
        <source>Archives (%1);;All files (*)</source>
        <translation>压缩包 (%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Looking at the file… %1</source>
        <translation>正在查看文件… %1</translation>
    </message>
    <message>
        <source>There is no such folder or archive.</source>
        <translation>没有此文件夹或压缩包。</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImportMapForm</name>
    <message>
        <source>Chosen and rejected</source>
        <translation>chosen 与 rejected</translation>
    </message>
    <message>
        <source>A, B and a label</source>
        <translation>A、B 与标签</translation>
    </message>
    <message>
        <source>How the answers are named</source>
        <translation>回答的命名方式</translation>
    </message>
    <message>
        <source>Save map…</source>
        <translation>保存映射…</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>The text that both answers reply to</source>
        <translation>两个回答所答的文字</translation>
    </message>
    <message>
        <source>Chosen answer</source>
        <translation>被选中的回答</translation>
    </message>
    <message>
        <source>The better answer</source>
        <translation>更好的回答</translation>
    </message>
    <message>
        <source>Rejected answer</source>
        <translation>被拒绝的回答</translation>
    </message>
    <message>
        <source>The worse answer</source>
        <translation>更差的回答</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Names the better answer; empty rows have no label</source>
        <translation>指明更好的回答；空行没有标签</translation>
    </message>
    <message>
        <source>Values of the label, separated by commas. A, B, 1, 2, first, second and tie are known.</source>
        <translation>标签的取值，用逗号分隔。A、B、1、2、first、second 和 tie 无需写明。</translation>
    </message>
    <message>
        <source>… means A</source>
        <translation>……表示 A</translation>
    </message>
    <message>
        <source>… means B</source>
        <translation>……表示 B</translation>
    </message>
    <message>
        <source>… means a tie</source>
        <translation>……表示平局</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>A path or a list of paths</source>
        <translation>一个路径或路径列表</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>The group that cuts per source go by</source>
        <translation>按来源裁剪时所依据的分组</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Pairs of the split “heldout” are never trained on</source>
        <translation>“heldout”划分中的样本对从不用于训练</translation>
    </message>
    <message>
        <source>Reasoning for A</source>
        <translation>对 A 的推理</translation>
    </message>
    <message>
        <source>Reasoning for B</source>
        <translation>对 B 的推理</translation>
    </message>
    <message>
        <source>Load map…</source>
        <translation>载入映射…</translation>
    </message>
    <message>
        <source>A field, or a path such as data.answers[0].text</source>
        <translation>一个字段，或如 data.answers[0].text 的路径</translation>
    </message>
    <message>
        <source>Load map</source>
        <translation>载入映射</translation>
    </message>
    <message>
        <source>Maps of fields (*.map *.json);;All files (*)</source>
        <translation>字段映射 (*.map *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 can’t be read: %2.</source>
        <translation>无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>Save map</source>
        <translation>保存映射</translation>
    </message>
    <message>
        <source>Maps of fields (*.map)</source>
        <translation>字段映射 (*.map)</translation>
    </message>
    <message>
        <source>%1 can’t be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
</context>
<context>
    <name>egt::ui::ImportPreview</name>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>tie</source>
        <translation>平局</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>First pairs</source>
        <translation>前几对</translation>
    </message>
    <message>
        <source>Rows that can’t be read</source>
        <translation>无法读取的行</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Can’t be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>目前</translation>
    </message>
    <message>
        <source>also those that the file repeats</source>
        <translation>包括文件内重复的</translation>
    </message>
    <message>
        <source>A %1, B %2, tie %3, none %4</source>
        <translation>A %1，B %2，平局 %3，无 %4</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>缺失 %1</translation>
    </message>
    <message>
        <source>Rows %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等另外 %2 个</translation>
    </message>
</context>
<context>
    <name>egt::ui::JobListDialog</name>
    <message>
        <source>Checkpoint at step %1, %2</source>
        <translation>第 %1 步的检查点，%2</translation>
    </message>
    <message>
        <source>Step %1: accuracy %2 (%3), %4</source>
        <translation>第 %1 步：准确率 %2（%3），%4</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>This job has no log.</source>
        <translation>此任务没有日志。</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>egt::ui::JobPill</name>
    <message>
        <source>No job running</source>
        <translation>没有正在运行的任务</translation>
    </message>
    <message>
        <source>Job: %1, %2</source>
        <translation>任务：%1，%2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <translation>%1“%2”</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 more</source>
        <translation>%1 · 另有 %2 个</translation>
    </message>
    <message>
        <source>Show the jobs and their log</source>
        <translation>显示任务及其日志</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>停止此任务</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>egt::ui::MainWindow</name>
    <message>
        <source>Who decides? Click to change the name.</source>
        <translation>由谁决定？点击更改姓名。</translation>
    </message>
    <message>
        <source>Engine ready · version %1</source>
        <translation>引擎就绪 · 版本 %1</translation>
    </message>
    <message>
        <source>Set your name</source>
        <translation>设置您的姓名</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>%1 is open in another window or program, so it is read only here. Close it there and open it again to change it.</source>
        <translation>%1 已在另一窗口或程序中打开，此处为只读。请在那里关闭后重新打开，以便更改。</translation>
    </message>
    <message>
        <source>%1 – EGT Studio</source>
        <translation>%1 – EGT Studio</translation>
    </message>
    <message>
        <source>EGT Studio</source>
        <translation>EGT Studio</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Import pairs…</source>
        <translation>导入样本对…</translation>
    </message>
    <message>
        <source>Import pairs</source>
        <translation>导入样本对</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>Five-minute guide</source>
        <translation>五分钟指南</translation>
    </message>
    <message>
        <source>Search commands…</source>
        <translation>搜索命令…</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选集</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一窗格</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>上一窗格</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Jobs and their log…</source>
        <translation>任务及其日志…</translation>
    </message>
    <message>
        <source>Annotator’s name…</source>
        <translation>标注者姓名…</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>按键…</translation>
    </message>
    <message>
        <source>About EGT Studio</source>
        <translation>关于 EGT Studio</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>There is no file or folder %1. Check the name.</source>
        <translation>没有文件或文件夹 %1。请检查名称。</translation>
    </message>
    <message>
        <source>project.egt</source>
        <translation>project.egt</translation>
    </message>
    <message>
        <source>EGT Studio projects (*.egt)</source>
        <translation>EGT Studio 项目 (*.egt)</translation>
    </message>
    <message>
        <source>The project is empty.</source>
        <translation>项目为空。</translation>
    </message>
    <message>
        <source>Where is %1 now?</source>
        <translation>%1 现在在哪里？</translation>
    </message>
    <message>
        <source>Nothing can be imported: this project is open read only.</source>
        <translation>无法导入：此项目以只读方式打开。</translation>
    </message>
    <message>
        <source>The folder %1 can’t be made. Choose another place.</source>
        <translation>无法创建文件夹 %1。请另选位置。</translation>
    </message>
    <message>
        <source>%1 failed. %2</source>
        <translation>%1失败。%2</translation>
    </message>
    <message>
        <source>%1 is done.</source>
        <translation>%1已完成。</translation>
    </message>
    <message>
        <source>Imported %1.</source>
        <translation>已导入 %1。</translation>
    </message>
    <message>
        <source>All images are missing; pairs can be reviewed as text.</source>
        <translation>图像全部缺失，仍可按文本审阅。</translation>
    </message>
    <message>
        <source>%1 images are missing.</source>
        <translation>缺失 %1 张图像。</translation>
    </message>
    <message>
        <source>%1 were there already.</source>
        <translation>%1 已存在。</translation>
    </message>
    <message>
        <source>%1 rows were left out; they are in %2.</source>
        <translation>略过 %1 行；这些行在 %2 中。</translation>
    </message>
    <message>
        <source>Scored %1 at %2 tokens/s.</source>
        <translation>已为 %1评分，%2 词元/秒。</translation>
    </message>
    <message>
        <source>%1 is done: %2 steps.</source>
        <translation>%1已完成：%2 步。</translation>
    </message>
    <message>
        <source>Accuracy %1 (%2), %3.</source>
        <translation>准确率 %1（%2），%3。</translation>
    </message>
    <message>
        <source>Wrote %1 to %2.</source>
        <translation>已将 %1 写入 %2。</translation>
    </message>
    <message>
        <source>The jobs are stopping.</source>
        <translation>任务正在停止。</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Find missing images…</source>
        <translation>查找缺失的图片…</translation>
    </message>
    <message>
        <source>Make text search fast</source>
        <translation>加快文本搜索</translation>
    </message>
    <message>
        <source>Count as a benchmark</source>
        <translation>按基准统计</translation>
    </message>
    <message>
        <source>Where are the images now?</source>
        <translation>图片现在在哪里？</translation>
    </message>
    <message>
        <source>No image is missing.</source>
        <translation>没有缺失的图片。</translation>
    </message>
    <message>
        <source>None of the %1 missing images is in this folder.</source>
        <translation>%1 张缺失的图片都不在此文件夹中。</translation>
    </message>
    <message>
        <source>%1 of %2 missing images are there.</source>
        <translation>%2 张缺失的图片中有 %1 张在那里。</translation>
    </message>
    <message>
        <source>%1 fit several files and stay missing.</source>
        <translation>%1 张对应多个文件，仍算缺失。</translation>
    </message>
    <message>
        <source>%1 have another content than at the import and stay missing.</source>
        <translation>%1 张的内容与导入时不同，仍算缺失。</translation>
    </message>
    <message>
        <source>Find missing images</source>
        <translation>查找缺失的图片</translation>
    </message>
    <message>
        <source>Use them from now on?</source>
        <translation>从现在起使用它们吗？</translation>
    </message>
    <message>
        <source>%1 of %2 images are good.</source>
        <translation>%2 张图片中有 %1 张完好。</translation>
    </message>
    <message>
        <source>%1 are copies of another, %2 look like another.</source>
        <translation>%1 张与另一张相同，%2 张与另一张相似。</translation>
    </message>
    <message>
        <source>Found %1 of %2 missing images.</source>
        <translation>找回 %2 张缺失图片中的 %1 张。</translation>
    </message>
    <message>
        <source>%1: %2 of all pairs, %3 as the mean of the categories.</source>
        <translation>%1：全部样本对 %2，各类别平均 %3。</translation>
    </message>
    <message>
        <source>Check all images…</source>
        <translation>检查所有图像…</translation>
    </message>
    <message>
        <source>Near-duplicates…</source>
        <translation>近似重复…</translation>
    </message>
    <message>
        <source>%1 have a problem.</source>
        <translation>%1 张有问题。</translation>
    </message>
    <message>
        <source>%1 near-duplicates in %2 groups.</source>
        <translation>%2 组中有 %1 个近似重复。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Check images</source>
        <translation>检查图像</translation>
    </message>
    <message>
        <source>Looking for the missing images in %1.</source>
        <translation>正在 %1 中查找缺失的图像。</translation>
    </message>
</context>
<context>
    <name>egt::ui::MetricPlot</name>
    <message>
        <source>not a number</source>
        <translation>不是数值</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 %2. %3</source>
        <comment>x axis, place, values</comment>
        <translation>%1 %2。%3</translation>
    </message>
    <message>
        <source>Last values. %1</source>
        <translation>最新值。%1</translation>
    </message>
    <message>
        <source>x axis: %1</source>
        <translation>x 轴：%1</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>The plots could not be drawn at this size. Lower the resolution.</source>
        <translation>无法按此尺寸绘制图表。请降低分辨率。</translation>
    </message>
    <message>
        <source>“%1” was not written: %2. Choose another place.</source>
        <translation>“%1”未写出：%2。请另选位置。</translation>
    </message>
</context>
<context>
    <name>egt::ui::NewRunDialog</name>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Before the start</source>
        <translation>开始之前</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>Curriculum</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>entropy of the pairs to train on</source>
        <translation>用于训练的样本对的熵</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>All fields except judge and name as they come</source>
        <translation>除判别模型和名称外，全部字段保持默认</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>All pairs (%1)</source>
        <translation>全部样本对（%1）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>selection, number of pairs</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Judge folder</source>
        <translation>判别模型文件夹</translation>
    </message>
    <message>
        <source>Judge: %1, %2 parameters, %3 layers, %4</source>
        <translation>判别模型：%1，%2 个参数，%3 层，%4</translation>
    </message>
    <message>
        <source>The selection has no pairs that can be trained on. Choose another.</source>
        <translation>此选集没有可用于训练的样本对。请另选一个。</translation>
    </message>
    <message>
        <source>These pairs have no scores, so they cannot be sorted. Score them first, or choose random order.</source>
        <translation>这些样本对没有分数，无法排序。请先评分，或选择随机顺序。</translation>
    </message>
    <message>
        <source>%1 have no score and are left out of a sorted order.</source>
        <translation>%1没有分数，不参与排序。</translation>
    </message>
    <message>
        <source>There are more stages than pairs. Lower the number of stages.</source>
        <translation>阶段数多于样本对数。请减少阶段。</translation>
    </message>
    <message>
        <source>%1 steps ask %2 of %3 once, evenly spaced over the order.</source>
        <translation>%1 步共提问 %2，取自 %3，各一次，在顺序上均匀分布。</translation>
    </message>
    <message>
        <source>%1 steps go %2 times over %3.</source>
        <translation>%1 步将 %3 遍历 %2 次。</translation>
    </message>
    <message>
        <source>The project is open for reading only. Close the other program and reopen.</source>
        <translation>项目以只读方式打开。请关闭另一程序后重新打开。</translation>
    </message>
    <message>
        <source>Choose the folder of the judge to start from.</source>
        <translation>请选择起始判别模型的文件夹。</translation>
    </message>
    <message>
        <source>Give the run a name.</source>
        <translation>请为运行命名。</translation>
    </message>
    <message>
        <source>The warm-up is longer than the run: the learning rate never gets to its peak.</source>
        <translation>预热长于运行：学习率永远达不到峰值。</translation>
    </message>
    <message>
        <source>GRPO compares samples with each other: it needs 2 or more.</source>
        <translation>GRPO 对样本互相比较：至少需要 2 个。</translation>
    </message>
    <message>
        <source>No pair is held out: a fixed tenth is kept out of training for measurement.</source>
        <translation>没有留出的样本对：固定留出十分之一用于测量，不参与训练。</translation>
    </message>
    <message>
        <source>Starts after “%1”.</source>
        <translation>将在“%1”之后开始。</translation>
    </message>
</context>
<context>
    <name>egt::ui::Notice</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>egt::ui::PairCard</name>
    <message>
        <source>Open in Review</source>
        <translation>在审阅中打开</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Pair %1</source>
        <translation>样本对 %1</translation>
    </message>
    <message>
        <source>Open pair %1 in Review</source>
        <translation>在审阅中打开样本对 %1</translation>
    </message>
    <message>
        <source>%1 · labelled better</source>
        <translation>%1 · 标注更好</translation>
    </message>
</context>
<context>
    <name>egt::ui::PairPanel</name>
    <message>
        <source>Choose a pair in the table to read it here.</source>
        <translation>在表格中选择一个样本对，即可在此阅读。</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Judge’s reasoning</source>
        <translation>判别模型的推理</translation>
    </message>
    <message>
        <source>Open in Review</source>
        <translation>在审阅中打开</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · labelled better</source>
        <translation>%1 · 标注更好</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>未评分</translation>
    </message>
</context>
<context>
    <name>egt::ui::PairTableModel</name>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>split</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Entropy, nats</source>
        <translation>熵（奈特）</translation>
    </message>
    <message>
        <source>P(label)</source>
        <translation>P(标注)</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Words A / B</source>
        <translation>字数 A / B</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
</context>
<context>
    <name>egt::ui::PlaceHistogram</name>
    <message>
        <source>middle %1</source>
        <translation>中点 %1</translation>
    </message>
    <message>
        <source>Place among all pairs</source>
        <translation>在全部样本对中的位置</translation>
    </message>
    <message>
        <source>top %1, cut %2</source>
        <translation>前 %1，阈值 %2</translation>
    </message>
    <message>
        <source>top %1</source>
        <translation>前 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::PlotExportDialog</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Light colours, for paper</source>
        <translation>浅色，适合纸张</translation>
    </message>
    <message>
        <source>Export plots</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> 毫米</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Only PNG is made of dots.</source>
        <translation>只有 PNG 由像素组成。</translation>
    </message>
    <message>
        <source>CSV holds the values of the steps that are shown.</source>
        <translation>CSV 包含所显示各步的值。</translation>
    </message>
    <message>
        <source>Name the file to write.</source>
        <translation>请给出要写入的文件名。</translation>
    </message>
</context>
<context>
    <name>egt::ui::PlotGrid</name>
    <message>
        <source>Plots</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>X 轴</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Pairs seen</source>
        <translation>已见样本对</translation>
    </message>
    <message>
        <source>Pairs seen: steps times prompts per step, so that runs with different batches compare.</source>
        <translation>已见样本对：步数乘以每步提示数，使不同批大小的运行可以比较。</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Weight of the debiased exponential moving average, 0 to 0.98. Default 0.90. The raw line stays behind it; learning rate and accuracy are never smoothed.</source>
        <translation>去偏指数移动平均的权重，0 至 0.98。默认 0.90。原始曲线保留在后面；学习率和准确率从不平滑。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Show all steps and follow the run. A zoom turns this off; double click or Esc turns it on.</source>
        <translation>显示所有步并跟随运行。缩放会关闭它；双击或 Esc 重新打开。</translation>
    </message>
    <message>
        <source>Band, min to max</source>
        <translation>范围，最小至最大</translation>
    </message>
    <message>
        <source>The lowest and highest value that the smoothed line stands for.</source>
        <translation>平滑曲线所代表的最低值和最高值。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>axis, place</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>第 %1 阶段</translation>
    </message>
    <message>
        <source>Checkpoint %1</source>
        <translation>检查点 %1</translation>
    </message>
    <message>
        <source>No run is shown. Check one in the list of runs.</source>
        <translation>未显示任何运行。请在运行列表中勾选一个。</translation>
    </message>
    <message>
        <source>This run does not count pairs. Choose Step as x axis.</source>
        <translation>此运行不统计样本对。请选择“步”作为 x 轴。</translation>
    </message>
    <message>
        <source>This kind of run does not train: it has no curve.</source>
        <translation>此类运行不训练，没有曲线。</translation>
    </message>
    <message>
        <source>Waits for its turn. Values come with the first step.</source>
        <translation>等待轮到它。第一步后出现数值。</translation>
    </message>
    <message>
        <source>Comes with the first evaluation on held-out pairs.</source>
        <translation>首次在留出样本对上评估后出现。</translation>
    </message>
    <message>
        <source>This run was not measured on held-out pairs.</source>
        <translation>此运行未在留出样本对上测量。</translation>
    </message>
    <message>
        <source>Comes with the first step.</source>
        <translation>第一步后出现。</translation>
    </message>
    <message>
        <source>This run did not record it.</source>
        <translation>此运行未记录该项。</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Export plots…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Policy loss of GRPO stands near zero and may be negative; the loss of SFT falls.</source>
        <translation>GRPO 的策略损失接近零，可能为负；SFT 的损失下降。</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>mean of a step</source>
        <translation>每步平均</translation>
    </message>
    <message>
        <source>Half a point for the form of the reply, one for the right verdict: 1.5 at most.</source>
        <translation>回复格式正确得半分，判定正确得一分：最多 1.5。</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出集准确率</translation>
    </message>
    <message>
        <source>both orders</source>
        <translation>两种顺序</translation>
    </message>
    <message>
        <source>Share of right verdicts on pairs that are never trained on; unparsed replies are wrong. 0.5 is chance.</source>
        <translation>在从不参与训练的样本对上判定正确的比例；无法解析的回复算错。0.5 为随机水平。</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>Mean entropy of the sampled replies. A fall to zero means that all samples agree.</source>
        <translation>采样回复的平均熵。降到零表示所有样本一致。</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Before clipping. Jumps of a factor of ten are a warning.</source>
        <translation>裁剪之前。跳变十倍是警告。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>never smoothed</source>
        <translation>从不平滑</translation>
    </message>
    <message>
        <source>Warm-up, then the schedule.</source>
        <translation>先预热，再按调度变化。</translation>
    </message>
    <message>
        <source>Paused for %1 at step %2</source>
        <translation>在第 %2 步暂停 %1</translation>
    </message>
    <message>
        <source>Paused at step %1</source>
        <translation>在第 %1 步暂停</translation>
    </message>
</context>
<context>
    <name>egt::ui::ProgressLine</name>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>%1% done</source>
        <translation>已完成 %1%</translation>
    </message>
</context>
<context>
    <name>egt::ui::ProjectRow</name>
    <message>
        <source>no scores</source>
        <translation>没有分数</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 is not there any more. Click to say where it is now.</source>
        <translation>%1 已不在原处。点击以指出现在的位置。</translation>
    </message>
    <message>
        <source>%1 scored · %2 reviewed</source>
        <translation>已评分 %1 · 已审阅 %2</translation>
    </message>
    <message>
        <source>not scored yet</source>
        <translation>尚未评分</translation>
    </message>
    <message>
        <source>Not found here · Locate</source>
        <translation>此处未找到 · 定位</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位…</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>从此列表移除</translation>
    </message>
</context>
<context>
    <name>egt::ui::ReasoningPane</name>
    <message>
        <source>Order A, B</source>
        <translation>顺序 A, B</translation>
    </message>
    <message>
        <source>Order B, A</source>
        <translation>顺序 B, A</translation>
    </message>
    <message>
        <source>verdict A</source>
        <translation>判定 A</translation>
    </message>
    <message>
        <source>verdict B</source>
        <translation>判定 B</translation>
    </message>
    <message>
        <source>no verdict</source>
        <translation>无判定</translation>
    </message>
    <message>
        <source>No verdict was found in this reply; it is shown as it came.</source>
        <translation>此回复中未找到判定，按原样显示。</translation>
    </message>
    <message>
        <source>Uncertain spans, nats</source>
        <translation>不确定片段（奈特）</translation>
    </message>
    <message>
        <source>Next uncertain span</source>
        <translation>下一个不确定片段</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>−log p</source>
        <translation>−log p</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>What the colours show</source>
        <translation>颜色表示什么</translation>
    </message>
    <message>
        <source>Judge’s reasoning</source>
        <translation>判别模型的推理</translation>
    </message>
    <message>
        <source>%1 · sample %2</source>
        <translation>%1 · 样本 %2</translation>
    </message>
    <message>
        <source>%1 · %2 · mean %3</source>
        <translation>%1 · %2 · 平均 %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>1st</source>
        <translation>第 1</translation>
    </message>
    <message>
        <source>over 100th</source>
        <translation>100 名之后</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
</context>
<context>
    <name>egt::ui::RecentProjects</name>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1%2，%3</translation>
    </message>
</context>
<context>
    <name>egt::ui::ReplayDialog</name>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>重新写出</translation>
    </message>
    <message>
        <source>Repeat an export</source>
        <translation>重做导出</translation>
    </message>
    <message>
        <source>Writes the export of a manifest again, byte for byte, or says what has changed since.</source>
        <translation>按清单逐字节重新写出该次导出，或说明此后有何改变。</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写出时间</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>Manifest of the export to repeat</source>
        <translation>要重做的导出的清单</translation>
    </message>
    <message>
        <source>Manifests (manifest.json *.json);;All files (*)</source>
        <translation>清单 (manifest.json *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有此文件。</translation>
    </message>
    <message>
        <source>of “%1”</source>
        <translation>属于“%1”</translation>
    </message>
    <message>
        <source>Entropy, low to high</source>
        <translation>熵，由低到高</translation>
    </message>
    <message>
        <source>As imported</source>
        <translation>按导入顺序</translation>
    </message>
    <message>
        <source>It was written from %1. If the open project has other pairs, nothing is written.</source>
        <translation>它是从 %1 写出的。如果当前项目的样本对不同，则不会写出任何内容。</translation>
    </message>
    <message>
        <source>The old export goes when the new one is whole</source>
        <translation>新的导出写完整后才移除旧的</translation>
    </message>
    <message>
        <source>There is no export in this folder</source>
        <translation>此文件夹中没有导出</translation>
    </message>
    <message>
        <source>Choose the manifest of an export first</source>
        <translation>请先选择一次导出的清单</translation>
    </message>
    <message>
        <source>The line that writes the same in a terminal</source>
        <translation>在终端中写出相同内容的命令行</translation>
    </message>
</context>
<context>
    <name>egt::ui::ReviewWorkspace</name>
    <message>
        <source>%1 · searching…</source>
        <translation>%1 · 正在搜索…</translation>
    </message>
    <message>
        <source>A better</source>
        <translation>A 更好</translation>
    </message>
    <message>
        <source>B better</source>
        <translation>B 更好</translation>
    </message>
    <message>
        <source>Tie</source>
        <translation>相当</translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation>都不好</translation>
    </message>
    <message>
        <source>Label right</source>
        <translation>标注正确</translation>
    </message>
    <message>
        <source>Label wrong</source>
        <translation>标注错误</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Undo decision</source>
        <translation>撤销决定</translation>
    </message>
    <message>
        <source>Redo decision</source>
        <translation>重做决定</translation>
    </message>
    <message>
        <source>Next pair</source>
        <translation>下一对</translation>
    </message>
    <message>
        <source>Previous pair</source>
        <translation>上一对</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>盲审</translation>
    </message>
    <message>
        <source>Hide label, verdict and scores until you decide; the sides are shuffled</source>
        <translation>在您决定之前隐藏标注、判定和分数；左右随机</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour the judge’s tokens by their uncertainty</source>
        <translation>按不确定程度为判别模型的词元着色</translation>
    </message>
    <message>
        <source>Word diff</source>
        <translation>词差异</translation>
    </message>
    <message>
        <source>Mark the words that only one answer has</source>
        <translation>标出只在一个回答中出现的词</translation>
    </message>
    <message>
        <source>Next colour measure</source>
        <translation>下一种颜色度量</translation>
    </message>
    <message>
        <source>Image: fit or 100%</source>
        <translation>图像：适合窗口或 100%</translation>
    </message>
    <message>
        <source>Next uncertain span</source>
        <translation>下一个不确定片段</translation>
    </message>
    <message>
        <source>Previous uncertain span</source>
        <translation>上一个不确定片段</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Find in the texts</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Why this pair is here</source>
        <translation>此样本对为何在此</translation>
    </message>
    <message>
        <source>Build the queue anew</source>
        <translation>重新建立队列</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Most uncertain</source>
        <translation>最不确定</translation>
    </message>
    <message>
        <source>Contradicted</source>
        <translation>与标注矛盾</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>未审阅</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>全部样本对</translation>
    </message>
    <message>
        <source>Previous pair (K)</source>
        <translation>上一对 (K)</translation>
    </message>
    <message>
        <source>Next pair (J)</source>
        <translation>下一对 (J)</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一张图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一张图像</translation>
    </message>
    <message>
        <source>Fit or 100% (Z)</source>
        <translation>适合窗口或 100% (Z)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Answer A</source>
        <translation>回答 A</translation>
    </message>
    <message>
        <source>Answer B</source>
        <translation>回答 B</translation>
    </message>
    <message>
        <source>Which answer is shown</source>
        <translation>显示哪个回答</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>There are no pairs yet</source>
        <translation>还没有样本对</translation>
    </message>
    <message>
        <source>Import a preference set, then review it here.</source>
        <translation>请导入偏好数据集，然后在此审阅。</translation>
    </message>
    <message>
        <source>No pairs match this filter.</source>
        <translation>没有符合条件的样本对。</translation>
    </message>
    <message>
        <source>Remove a condition or show all pairs.</source>
        <translation>请删除一个条件或显示全部样本对。</translation>
    </message>
    <message>
        <source>Nothing waits in this queue</source>
        <translation>此队列中没有待处理的样本对</translation>
    </message>
    <message>
        <source>Score the pairs with a judge and flag the uncertain ones in Explore, or choose another queue.</source>
        <translation>用判别模型为样本对评分，并在探索中标记不确定者，或另选队列。</translation>
    </message>
    <message>
        <source>Every pair is reviewed</source>
        <translation>所有样本对均已审阅</translation>
    </message>
    <message>
        <source>Choose another queue to look at decided pairs again.</source>
        <translation>选择另一队列可再次查看已决定的样本对。</translation>
    </message>
    <message>
        <source>Pair %1 of %2</source>
        <translation>第 %1 对，共 %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Hidden until you decide</source>
        <translation>决定之前隐藏</translation>
    </message>
    <message>
        <source>Blind mode keeps the judge’s text, its verdict and the label out of sight.</source>
        <translation>盲审模式隐藏判别模型的文本、判定和标注。</translation>
    </message>
    <message>
        <source>This pair has no scores</source>
        <translation>此样本对没有分数</translation>
    </message>
    <message>
        <source>Score the pairs with a judge in Explore; then its reasoning stands here.</source>
        <translation>在探索中用判别模型为样本对评分；其推理将显示在此处。</translation>
    </message>
    <message>
        <source>0 of 0</source>
        <translation>0 / 0</translation>
    </message>
    <message>
        <source>There is no decision to take back.</source>
        <translation>没有可以撤回的决定。</translation>
    </message>
    <message>
        <source>The decision was not saved: %1</source>
        <translation>决定未能保存：%1</translation>
    </message>
    <message>
        <source>The note was not saved: %1</source>
        <translation>备注未能保存：%1</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 处</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>egt::ui::RowPreview</name>
    <message>
        <source>First rows as they will be written</source>
        <translation>第一批将写出的行</translation>
    </message>
</context>
<context>
    <name>egt::ui::RunDetails</name>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Details of the run</source>
        <translation>运行详情</translation>
    </message>
    <message>
        <source>Latest events</source>
        <translation>最近的事件</translation>
    </message>
    <message>
        <source>Score all pairs with this judge</source>
        <translation>用此判别模型为全部样本对评分</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Answers to a few fixed pairs stand here while a judge is trained.</source>
        <translation>训练判别模型时，对若干固定样本对的回答显示在此处。</translation>
    </message>
    <message>
        <source>Only training runs record sample responses.</source>
        <translation>只有训练运行记录示例回复。</translation>
    </message>
    <message>
        <source>This run was started without probe pairs.</source>
        <translation>此运行启动时没有探测样本对。</translation>
    </message>
    <message>
        <source>The first answers come with the first evaluation.</source>
        <translation>首次评估后出现第一批回答。</translation>
    </message>
    <message>
        <source>This run recorded no sample responses.</source>
        <translation>此运行未记录示例回复。</translation>
    </message>
    <message>
        <source>No checkpoint yet.</source>
        <translation>还没有检查点。</translation>
    </message>
    <message>
        <source>This run has no checkpoints.</source>
        <translation>此运行没有检查点。</translation>
    </message>
</context>
<context>
    <name>egt::ui::RunHeader</name>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出集准确率</translation>
    </message>
    <message>
        <source>No run</source>
        <translation>没有运行</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 词元/秒</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>egt::ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>egt::ui::RunListModel</name>
    <message>
        <source>running, step %1</source>
        <translation>运行中，第 %1 步</translation>
    </message>
    <message>
        <source>stopped at %1</source>
        <translation>停在 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>kind of run, state</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1
%2, begun %3</source>
        <translation>%1
%2，开始于 %3</translation>
    </message>
</context>
<context>
    <name>egt::ui::RunSettings</name>
    <message>
        <source>Curriculum</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>No run.</source>
        <translation>没有运行。</translation>
    </message>
    <message>
        <source>Only training runs follow a curriculum.</source>
        <translation>只有训练运行遵循课程。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>GRPO, %1 samples</source>
        <translation>GRPO，%1 个样本</translation>
    </message>
    <message>
        <source>SFT</source>
        <translation>SFT</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>Prompts per step</source>
        <translation>每步提示数</translation>
    </message>
    <message>
        <source>KL weight</source>
        <translation>KL 权重</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>评估间隔</translation>
    </message>
    <message>
        <source>only at the end</source>
        <translation>仅在结束时</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>判别模型</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练内容</translation>
    </message>
    <message>
        <source>adapter of rank %1</source>
        <translation>秩为 %1 的适配器</translation>
    </message>
</context>
<context>
    <name>egt::ui::SampleView</name>
    <message>
        <source>Probe pair</source>
        <translation>探测样本对</translation>
    </message>
    <message>
        <source>Which of the fixed pairs to look at</source>
        <translation>查看哪一个固定样本对</translation>
    </message>
    <message>
        <source>Step of the sample</source>
        <translation>示例的步</translation>
    </message>
    <message>
        <source>Sample response</source>
        <translation>示例回复</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>probe %1</source>
        <translation>探测 %1</translation>
    </message>
    <message>
        <source>Earlier and later answers to the same question</source>
        <translation>对同一问题较早和较晚的回答</translation>
    </message>
    <message>
        <source>Moves when there are samples of two steps or more</source>
        <translation>有两步或更多步的示例时可移动</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Pair %1</source>
        <translation>样本对 %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>not parsed</source>
        <translation>未解析</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>reward %1</source>
        <translation>奖励 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>egt::ui::ScoreDialog</name>
    <message>
        <source>A server: it tells brackets of the entropy, no exact values.</source>
        <translation>服务器：只给出熵的区间，没有精确值。</translation>
    </message>
    <message>
        <source>Score pairs</source>
        <translation>为样本对评分</translation>
    </message>
    <message>
        <source>A judge reads every pair and writes its reasoning; its uncertainty becomes the score. The job can be paused and resumed.</source>
        <translation>判别模型阅读每个样本对并写出推理，其不确定程度即为分数。任务可以暂停和继续。</translation>
    </message>
    <message>
        <source>Judge folder</source>
        <translation>判别模型文件夹</translation>
    </message>
    <message>
        <source>Folder, or a server’s address</source>
        <translation>文件夹，或服务器地址</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Both orders: A, B and B, A</source>
        <translation>两种顺序：A, B 和 B, A</translation>
    </message>
    <message>
        <source>As stored: A, B</source>
        <translation>按存储：A, B</translation>
    </message>
    <message>
        <source>Swapped: B, A</source>
        <translation>交换：B, A</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Samples per order</source>
        <translation>每种顺序的采样数</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 (greedy)</source>
        <translation>0（贪心）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Score %1</source>
        <translation>为 %1 评分</translation>
    </message>
    <message>
        <source>Reading the judge</source>
        <translation>正在读取判别模型</translation>
    </message>
    <message>
        <source>%1 · %2 parameters · %3 layers</source>
        <translation>%1 · %2 个参数 · %3 层</translation>
    </message>
    <message>
        <source>No judge is chosen. Choose the folder that holds its config.json and weights.</source>
        <translation>未选择判别模型。请选择含有 config.json 和权重的文件夹。</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Reasons, then decides</source>
        <translation>先推理，再判断</translation>
    </message>
    <message>
        <source>Decides at once: only P(1) and P(2)</source>
        <translation>直接判断：只给出 P(1) 和 P(2)</translation>
    </message>
    <message>
        <source>Reads the reasoning that the data has</source>
        <translation>读取数据中已有的推理</translation>
    </message>
    <message>
        <source>Judge pairs whose images are missing by their text</source>
        <translation>图像缺失的样本对仅凭文本评判</translation>
    </message>
    <message>
        <source>Off: such a pair is not scored, and its reason is kept. On: it is scored and counted.</source>
        <translation>关闭：此类样本对不评分，并保留原因。开启：评分并计数。</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>判别模型</translation>
    </message>
</context>
<context>
    <name>egt::ui::SearchPage</name>
    <message>
        <source>Back to the pairs (Esc)</source>
        <translation>返回样本对（Esc）</translation>
    </message>
    <message>
        <source>Search the texts</source>
        <translation>搜索文本</translation>
    </message>
    <message>
        <source>Search questions, answers and ids, for example  red car  or  &quot;how many&quot;</source>
        <translation>搜索问题、回答和 Id，例如  red car  或  &quot;how many&quot;</translation>
    </message>
    <message>
        <source>Words anywhere in a pair; &quot;words in quotes&quot; one after the other; gre* for a beginning; a number also finds the pair with that number</source>
        <translation>样本对中任意位置的词；&quot;引号中的词&quot;须相连；gre* 表示词的开头；数字也会找到该编号的样本对</translation>
    </message>
    <message>
        <source>Use as filter</source>
        <translation>用作筛选</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>The search did not end well</source>
        <translation>搜索未能完成</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新搜索</translation>
    </message>
    <message>
        <source>No pair has “%1” in its texts</source>
        <translation>没有样本对的文本含有“%1”</translation>
    </message>
    <message>
        <source>All words must be in one pair. Leave one out, or write the beginning of a word with *.</source>
        <translation>所有词须在同一样本对中。请去掉一个词，或用 * 只写词的开头。</translation>
    </message>
    <message>
        <source>Type what to look for</source>
        <translation>请输入要查找的内容</translation>
    </message>
    <message>
        <source>Words anywhere in a pair, &quot;words in quotes&quot; one after the other, gre* for a beginning, a number for the pair with that number.</source>
        <translation>样本对中任意位置的词；&quot;引号中的词&quot;须相连；gre* 表示词的开头；数字表示该编号的样本对。</translation>
    </message>
    <message>
        <source>Adds these words to the filter, so that the table lists the pairs</source>
        <translation>把这些词加入筛选，使表格列出这些样本对</translation>
    </message>
    <message>
        <source>Search for something first</source>
        <translation>请先搜索</translation>
    </message>
    <message>
        <source>The first %1 of %2 are listed.</source>
        <translation>列出了前 %1 个，共 %2。</translation>
    </message>
    <message>
        <source>The text index is being built: %1 of %2.</source>
        <translation>正在建立文本索引：%1 / %2。</translation>
    </message>
    <message>
        <source>The text index is being built.</source>
        <translation>正在建立文本索引。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The text index holds words, not signs: %1 were read one by one for this search.</source>
        <translation>文本索引只含词，不含符号：为此次搜索逐一读取了 %1。</translation>
    </message>
    <message>
        <source>%1 are not in the text index and were read one by one, which is slow in a large project.</source>
        <translation>%1不在文本索引中，已逐一读取；在大项目中这样会很慢。</translation>
    </message>
    <message>
        <source>Build the index</source>
        <translation>建立索引</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>搜索：%1</translation>
    </message>
</context>
<context>
    <name>egt::ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <source>Single letters work while no text field has the focus.</source>
        <translation>没有文本框获得焦点时，单字母按键有效。</translation>
    </message>
    <message>
        <source>No action has this name.</source>
        <translation>没有此名称的操作。</translation>
    </message>
</context>
<context>
    <name>egt::ui::SpanList</name>
    <message>
        <source>Uncertain spans, nats</source>
        <translation>不确定片段（奈特）</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::StartPage</name>
    <message>
        <source>Drop a project or a file of pairs anywhere in this window</source>
        <translation>将项目或样本对文件拖到此窗口任意处</translation>
    </message>
    <message>
        <source>JSON Lines in MM-RLHF, VL-RewardBench or TRL layout. Images stay where they are.</source>
        <translation>MM-RLHF、VL-RewardBench 或 TRL 布局的 JSON Lines。图像保留在原处。</translation>
    </message>
    <message>
        <source>EGT Studio</source>
        <translation>EGT Studio</translation>
    </message>
    <message>
        <source>Find the preference pairs your judge is unsure about, review them, and train on the rest.</source>
        <translation>找出判别模型拿不准的偏好样本对，审阅它们，并用其余样本对训练。</translation>
    </message>
    <message>
        <source>An empty project folder</source>
        <translation>一个空的项目文件夹</translation>
    </message>
    <message>
        <source>A folder that ends in .egt</source>
        <translation>以 .egt 结尾的文件夹</translation>
    </message>
    <message>
        <source>JSON Lines, into a new project</source>
        <translation>JSON Lines，导入到新项目</translation>
    </message>
    <message>
        <source>2,000 small pairs, a judge, ten minutes on two cores</source>
        <translation>2,000 个小样本对和一个判别模型，双核约十分钟</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Find a project</source>
        <translation>查找项目</translation>
    </message>
    <message>
        <source>No project has this name.</source>
        <translation>没有此名称的项目。</translation>
    </message>
</context>
<context>
    <name>egt::ui::StoryModel</name>
    <message>
        <source>Waits for its turn</source>
        <translation>等待轮到它</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Pausing after this step</source>
        <translation>此步之后暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping after this step</source>
        <translation>此步之后停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Stopped and saved</source>
        <translation>已停止并保存</translation>
    </message>
    <message>
        <source>Failed. %1</source>
        <translation>失败。%1</translation>
    </message>
    <message>
        <source>Aborted</source>
        <translation>已中止</translation>
    </message>
    <message>
        <source>Interrupted: the program ended while it ran</source>
        <translation>已中断：程序在运行期间结束</translation>
    </message>
    <message>
        <source>Held-out accuracy %1 (%2), %3 pairs, both orders</source>
        <translation>留出集准确率 %1（%2），%3 对，两种顺序</translation>
    </message>
    <message>
        <source>Checkpoint %1 written</source>
        <translation>检查点 %1 已写入</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>egt::ui::Text</name>
    <message>
        <source>Text index</source>
        <translation>文本索引</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>%1 to %2 nats</source>
        <translation>%1 至 %2 奈特</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>field “%1”</source>
        <translation>字段“%1”</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pairs</source>
        <translation>
            <numerusform>%Ln 对</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 nats</source>
        <translation>%1 奈特</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 to %2%</source>
        <translation>%1 至 %2%</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <extracomment>a date without its year, as QDate formats it</extracomment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>aborted</source>
        <translation>已中止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Judge training</source>
        <translation>判别模型训练</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>Image check</source>
        <translation>图像检查</translation>
    </message>
    <message>
        <source>Image search</source>
        <translation>图像查找</translation>
    </message>
    <message>
        <source>images</source>
        <translation>幅图像</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>A better</source>
        <translation>A 更好</translation>
    </message>
    <message>
        <source>B better</source>
        <translation>B 更好</translation>
    </message>
    <message>
        <source>Tie</source>
        <translation>相当</translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation>都不好</translation>
    </message>
    <message>
        <source>Label right</source>
        <translation>标注正确</translation>
    </message>
    <message>
        <source>Label wrong</source>
        <translation>标注错误</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Contradicted</source>
        <translation>与标注矛盾</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>files</source>
        <translation>个文件</translation>
    </message>
    <message>
        <source>responses</source>
        <translation>个回复</translation>
    </message>
    <message>
        <source>traces</source>
        <translation>条轨迹</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 / %2 %3</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 剩余 %2</translation>
    </message>
</context>
<context>
    <name>egt::ui::ThumbnailView</name>
    <message>
        <source>No image</source>
        <translation>无图像</translation>
    </message>
    <message>
        <source>Image missing</source>
        <translation>图像缺失</translation>
    </message>
    <message>
        <source>Image cannot be read</source>
        <translation>无法读取图像</translation>
    </message>
    <message>
        <source>Image of the pair</source>
        <translation>样本对的图像</translation>
    </message>
</context>
<context>
    <name>egt::ui::TokenCard</name>
    <message>
        <source>Token “%1”</source>
        <translation>词元“%1”</translation>
    </message>
    <message>
        <source>−log p %1, rank %2</source>
        <translation>−log p %1，排名 %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Token %1 of %2 · −log p %3 · rank %4</source>
        <translation>词元 %1 / %2 · −log p %3 · 排名 %4</translation>
    </message>
</context>
<context>
    <name>egt::ui::TokenEntropyView</name>
    <message>
        <source>Judge’s reasoning</source>
        <translation>判别模型的推理</translation>
    </message>
    <message>
        <source>N goes to the next uncertain span, Enter tells about the token</source>
        <translation>N 跳到下一个不确定片段，Enter 显示词元详情</translation>
    </message>
</context>
<context>
    <name>egt::ui::TrainForm</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Optimizer, clipping, sampling and evaluation: defaults are good</source>
        <translation>优化器、裁剪、采样和评估：默认值即可</translation>
    </message>
    <message>
        <source>Folder of the judge to start from</source>
        <translation>起始判别模型的文件夹</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>The judge that training starts from; it is not changed. Default: the last one used.</source>
        <translation>训练由此判别模型开始，它不会被更改。默认：上次使用的。</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>判别模型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>How the run is called in lists and plots. Default: run.</source>
        <translation>运行在列表和图表中的名称。默认：run。</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>样本对</translation>
    </message>
    <message>
        <source>The selection to train on. Held-out pairs are never trained on. Default: all pairs.</source>
        <translation>用于训练的选集。留出的样本对从不参与训练。默认：全部样本对。</translation>
    </message>
    <message>
        <source>GRPO</source>
        <translation>GRPO</translation>
    </message>
    <message>
        <source>SFT</source>
        <translation>SFT</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>GRPO: sample replies, reward form and right verdict. SFT: imitate the labelled verdict. Default: GRPO.</source>
        <translation>GRPO：采样回复，奖励格式和正确判定。SFT：模仿标注的判定。默认：GRPO。</translation>
    </message>
    <message>
        <source>Entropy, low to high</source>
        <translation>熵，由低到高</translation>
    </message>
    <message>
        <source>Entropy, high to low</source>
        <translation>熵，由高到低</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>In which order the pairs are asked. Default: low to high.</source>
        <translation>样本对的提问顺序。默认：由低到高。</translation>
    </message>
    <message>
        <source>full sort</source>
        <translation>完全排序</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Bands of equal count, shuffled inside; 0 sorts every pair. Default: full sort.</source>
        <translation>数量相等的区段，段内打乱；0 表示对每个样本对排序。默认：完全排序。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Optimizer steps. Default: %1.</source>
        <translation>优化器步数。默认：%1。</translation>
    </message>
    <message>
        <source>Prompts per step</source>
        <translation>每步提示数</translation>
    </message>
    <message>
        <source>Pairs asked in a step. Default: %1.</source>
        <translation>每步提问的样本对数。默认：%1。</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Sampled replies per prompt, the group that GRPO compares. Default: %1.</source>
        <translation>每个提示采样的回复数，即 GRPO 比较的组。默认：%1。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Peak of the schedule, per step. Default: %1.</source>
        <translation>调度的峰值，每步。默认：%1。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps over which the learning rate rises. Default: %1.</source>
        <translation>学习率上升所用的步数。默认：%1。</translation>
    </message>
    <message>
        <source>KL weight</source>
        <translation>KL 权重</translation>
    </message>
    <message>
        <source>Pull towards the start judge (k3 estimate); 0 is off and saves a forward pass. Default: %1.</source>
        <translation>向起始判别模型的拉力（k3 估计）；0 为关闭，可省一次前向计算。默认：%1。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed on the same machine gives the same run. Default: %1.</source>
        <translation>同一机器上相同的种子得到相同的运行。默认：%1。</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>评估间隔</translation>
    </message>
    <message>
        <source>Steps between measurements on held-out pairs, both orders. Default: %1.</source>
        <translation>在留出样本对上两次测量之间的步数，两种顺序。默认：%1。</translation>
    </message>
    <message>
        <source>only at the end</source>
        <translation>仅在结束时</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Steps between checkpoints. Default: %1.</source>
        <translation>两个检查点之间的步数。默认：%1。</translation>
    </message>
    <message>
        <source>Latest complete</source>
        <translation>最近完成的</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Which scoring run the order is read from. Default: the latest complete.</source>
        <translation>顺序取自哪次评分运行。默认：最近完成的。</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>How the learning rate falls after warm-up. Default: cosine.</source>
        <translation>预热后学习率如何下降。默认：余弦。</translation>
    </message>
    <message>
        <source>Final rate</source>
        <translation>最终比率</translation>
    </message>
    <message>
        <source>Share of the peak at the last step. Default: %1.</source>
        <translation>最后一步占峰值的比例。默认：%1。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>AdamW. Default: %1.</source>
        <translation>AdamW。默认：%1。</translation>
    </message>
    <message>
        <source>Adam beta 1</source>
        <translation>Adam beta 1</translation>
    </message>
    <message>
        <source>Default: %1.</source>
        <translation>默认：%1。</translation>
    </message>
    <message>
        <source>Adam beta 2</source>
        <translation>Adam beta 2</translation>
    </message>
    <message>
        <source>Gradient clip</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Largest gradient norm of a step. Default: %1.</source>
        <translation>每步最大的梯度范数。默认：%1。</translation>
    </message>
    <message>
        <source>Clip low</source>
        <translation>裁剪下限</translation>
    </message>
    <message>
        <source>Lower bound of the ratio is 1 minus this. Default: %1.</source>
        <translation>比率的下界为 1 减此值。默认：%1。</translation>
    </message>
    <message>
        <source>Clip high</source>
        <translation>裁剪上限</translation>
    </message>
    <message>
        <source>Upper bound of the ratio is 1 plus this. Default: %1.</source>
        <translation>比率的上界为 1 加此值。默认：%1。</translation>
    </message>
    <message>
        <source>Updates per batch</source>
        <translation>每批更新次数</translation>
    </message>
    <message>
        <source>How often a batch of samples is used. Default: %1.</source>
        <translation>一批样本使用的次数。默认：%1。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Of the sampled replies. Default: %1.</source>
        <translation>用于采样回复。默认：%1。</translation>
    </message>
    <message>
        <source>Format reward</source>
        <translation>格式奖励</translation>
    </message>
    <message>
        <source>Points for a reply of the right form; a right verdict is 1. Default: %1.</source>
        <translation>格式正确的回复所得分数；判定正确得 1。默认：%1。</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>最长回复</translation>
    </message>
    <message>
        <source>Tokens. Default: the judge&apos;s own limit.</source>
        <translation>词元数。默认：判别模型自身的上限。</translation>
    </message>
    <message>
        <source>judge’s own limit</source>
        <translation>判别模型自身的上限</translation>
    </message>
    <message>
        <source>Evaluation pairs</source>
        <translation>评估样本对</translation>
    </message>
    <message>
        <source>Held-out pairs of a measurement. Default: %1.</source>
        <translation>一次测量所用的留出样本对数。默认：%1。</translation>
    </message>
    <message>
        <source>Checkpoints kept</source>
        <translation>保留的检查点</translation>
    </message>
    <message>
        <source>The best one is always kept. Default: %1.</source>
        <translation>最佳者始终保留。默认：%1。</translation>
    </message>
    <message>
        <source>Probe pairs</source>
        <translation>探测样本对</translation>
    </message>
    <message>
        <source>Fixed pairs whose replies are recorded at each evaluation. Default: %1.</source>
        <translation>每次评估时记录其回复的固定样本对。默认：%1。</translation>
    </message>
    <message>
        <source>Use labels and drops from review</source>
        <translation>使用审阅中的标注和剔除</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>A flipped label counts as flipped, a dropped pair is left out. Default: on.</source>
        <translation>翻转的标注按翻转计，剔除的样本对不参与。默认：开。</translation>
    </message>
    <message>
        <source>Only GRPO samples replies.</source>
        <translation>只有 GRPO 采样回复。</translation>
    </message>
    <message>
        <source>Random order has no stages.</source>
        <translation>随机顺序没有阶段。</translation>
    </message>
    <message>
        <source>%1: “%2” is not a number.</source>
        <translation>%1：“%2”不是数值。</translation>
    </message>
    <message>
        <source>%1: %2 lies outside %3 to %4.</source>
        <translation>%1：%2 不在 %3 至 %4 之间。</translation>
    </message>
    <message>
        <source>Adapter rank</source>
        <translation>适配器秩</translation>
    </message>
    <message>
        <source>Trains a LoRA adapter of this rank beside the judge&apos;s weights; checkpoints hold the adapter alone. Default: all weights are trained.</source>
        <translation>在判别模型权重之外训练此秩的 LoRA 适配器；检查点只保存适配器。默认：训练全部权重。</translation>
    </message>
    <message>
        <source>all weights</source>
        <translation>全部权重</translation>
    </message>
    <message>
        <source>Adapter alpha</source>
        <translation>适配器 alpha</translation>
    </message>
    <message>
        <source>The adapter&apos;s part is scaled by this, divided by its rank. Default: %1.</source>
        <translation>适配器部分按此值除以秩进行缩放。默认：%1。</translation>
    </message>
    <message>
        <source>Adapter layers</source>
        <translation>适配器层</translation>
    </message>
    <message>
        <source>all of the language model</source>
        <translation>语言模型的全部层</translation>
    </message>
    <message>
        <source>Linear layers with commas between, for example q_proj, v_proj. Default: all of the language model.</source>
        <translation>线性层，用逗号分隔，例如 q_proj, v_proj。默认：语言模型的全部层。</translation>
    </message>
</context>
<context>
    <name>egt::ui::TrainWorkspace</name>
    <message>
        <source>Training runs and their curves stand here.</source>
        <translation>训练运行及其曲线显示在此处。</translation>
    </message>
    <message>
        <source>Choose a judge and a selection; low-entropy pairs come first.</source>
        <translation>请选择判别模型和选集；低熵样本对在前。</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>“%1” is no longer there.</source>
        <translation>“%1”已不存在。</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新建运行…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Export plots…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Details of the run</source>
        <translation>运行详情</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>right: held-out accuracy, both orders</source>
        <translation>右：留出集准确率，两种顺序</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Train a judge on a selection</source>
        <translation>用选集训练判别模型</translation>
    </message>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开项目。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>This run is not running.</source>
        <translation>此运行未在运行。</translation>
    </message>
    <message>
        <source>Go on with the next step.</source>
        <translation>从下一步继续。</translation>
    </message>
    <message>
        <source>The step ends, then the run waits.</source>
        <translation>完成当前步，然后运行等待。</translation>
    </message>
    <message>
        <source>The run waits for its turn.</source>
        <translation>运行等待轮到它。</translation>
    </message>
    <message>
        <source>Stop and save: the step ends, a checkpoint is written, about 3 s.</source>
        <translation>停止并保存：完成当前步并写入检查点，约 3 秒。</translation>
    </message>
    <message>
        <source>Stop at once; steps after the last checkpoint are lost.</source>
        <translation>立即停止；上一检查点之后的步将丢失。</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint.</source>
        <translation>从上一检查点继续。</translation>
    </message>
    <message>
        <source>Only stopped, interrupted and failed runs can go on.</source>
        <translation>只有已停止、已中断和失败的运行可以继续。</translation>
    </message>
    <message>
        <source>PNG, SVG, PDF or CSV of all plots</source>
        <translation>全部图表的 PNG、SVG、PDF 或 CSV</translation>
    </message>
    <message>
        <source>There is no run to draw.</source>
        <translation>没有可绘制的运行。</translation>
    </message>
    <message>
        <source>Abort the run</source>
        <translation>中止运行</translation>
    </message>
    <message>
        <source>Abort “%1”? Steps after the last checkpoint are lost.</source>
        <translation>中止“%1”？上一检查点之后的步将丢失。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Scores of step %1</source>
        <translation>第 %1 步的分数</translation>
    </message>
    <message>
        <source>Scoring all pairs with the judge of step %1.</source>
        <translation>正在用第 %1 步的判别模型为全部样本对评分。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare in plots</source>
        <translation>在图表中比较</translation>
    </message>
    <message>
        <source>This kind of run has no curve.</source>
        <translation>此类运行没有曲线。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New run with these settings…</source>
        <translation>用这些设置新建运行…</translation>
    </message>
    <message>
        <source>Only training runs have these settings.</source>
        <translation>只有训练运行有这些设置。</translation>
    </message>
</context>
<context>
    <name>egt::ui::ValueDelegate</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with headers</source>
        <translation>连同表头复制</translation>
    </message>
</context>
<context>
    <name>egt::ui::WhyDock</name>
    <message>
        <source>Why this pair is here</source>
        <translation>此样本对为何在此</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>判别模型</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Add a note. It travels with the pair into the export.</source>
        <translation>添加备注。它随样本对一起导出。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Hidden until you decide (blind mode).</source>
        <translation>决定之前隐藏（盲审模式）。</translation>
    </message>
    <message>
        <source>This pair is not flagged; it is part of the queue you chose.</source>
        <translation>此样本对未被标记；它属于您选择的队列。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>P(A)</source>
        <translation>P(A)</translation>
    </message>
    <message>
        <source>Entropy, nats</source>
        <translation>熵（奈特）</translation>
    </message>
    <message>
        <source>split</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A, B</source>
        <translation>A, B</translation>
    </message>
    <message>
        <source>B, A</source>
        <translation>B, A</translation>
    </message>
    <message>
        <source>Held when swapped · %1</source>
        <translation>交换后保持 · %1</translation>
    </message>
    <message>
        <source>Did not hold when swapped · %1</source>
        <translation>交换后未保持 · %1</translation>
    </message>
    <message>
        <source>Imported without a label</source>
        <translation>导入时无标注</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Imported as A better</source>
        <translation>导入时标注 A 更好</translation>
    </message>
    <message>
        <source>Imported as B better</source>
        <translation>导入时标注 B 更好</translation>
    </message>
    <message>
        <source>Imported as a tie</source>
        <translation>导入时标注相当</translation>
    </message>
    <message>
        <source>Scored, run %1</source>
        <translation>已评分，运行 %1</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>Taken back by %1</source>
        <translation>由 %1 撤回</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Decided blind, in %1 s</source>
        <translation>盲审决定，用时 %1 秒</translation>
    </message>
    <message>
        <source>Decided in %1 s</source>
        <translation>决定用时 %1 秒</translation>
    </message>
    <message>
        <source>%1 of %2 samples</source>
        <translation>%2 个样本中 %1 个</translation>
    </message>
</context>
<context>
    <name>egt::ui::WorkspaceRail</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>%1: open a project first</source>
        <translation>%1：请先打开项目</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>The texts are searched for “%1”.</source>
        <translation>正在文本中搜索“%1”。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be a name: it is empty or begins or ends with a space.</source>
        <translation>“%1”不能作为名称：它为空，或以空格开头或结尾。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be a name: it is longer than 100 bytes.</source>
        <translation>“%1”不能作为名称：超过 100 字节。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be a name: leave out slashes and control characters.</source>
        <translation>“%1”不能作为名称：请去掉斜杠和控制字符。</translation>
    </message>
    <message>
        <source>There is no saved filter “%1” in this project.</source>
        <translation>此项目中没有已保存的筛选“%1”。</translation>
    </message>
    <message>
        <source>There is no saved filter “%1”. Use “%2”.</source>
        <translation>没有已保存的筛选“%1”。请用“%2”。</translation>
    </message>
    <message>
        <source>Nobody has looked for near-duplicates in %1 yet. Leave out --list to do it.</source>
        <translation>尚未在 %1 中查找近似重复。去掉 --list 即可查找。</translation>
    </message>
    <message>
        <source>%1 pictures are missing or can&apos;t be read; they were compared by their reference alone.</source>
        <translation>%1 张图片缺失或无法读取；仅按其引用比较。</translation>
    </message>
    <message>
        <source>“%1” holds words: a range is for numbers (position %2).</source>
        <translation>“%1”为词语：范围只用于数字（位置 %2）。</translation>
    </message>
    <message>
        <source>“%1” has no value “%2” (position %3): no pair has one yet.</source>
        <translation>“%1”没有值“%2”（位置 %3）：尚无样本对有值。</translation>
    </message>
    <message>
        <source>“%1” is not expected after “%2” (position %3): an operator belongs there (==, !=, &lt;, &lt;=, &gt;, &gt;=, ~, in, is), or “and” or “or”.</source>
        <translation>“%2”之后不应出现“%1”（位置 %3）：此处应为运算符（==、!=、&lt;、&lt;=、&gt;、&gt;=、~、in、is），或“and”或“or”。</translation>
    </message>
    <message>
        <source>“in” is followed by values in parentheses or by a range, for example in (A, B) or in 1..5 (position %1).</source>
        <translation>“in”之后应为括号中的值或范围，例如 in (A, B) 或 in 1..5（位置 %1）。</translation>
    </message>
    <message>
        <source>A range has numbers at both ends, for example 1..5 (position %1).</source>
        <translation>范围两端应为数字，例如 1..5（位置 %1）。</translation>
    </message>
    <message>
        <source>The range %1..%2 is empty: write the smaller number first (position %3).</source>
        <translation>范围 %1..%2 为空：请先写较小的数（位置 %3）。</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be read. Check the path and its permissions.</source>
        <translation>无法读取文件 %1。请检查路径和权限。</translation>
    </message>
    <message>
        <source>The disk is full: %1 was not written. Free some space, then try again.</source>
        <translation>磁盘已满：%1 未写入。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
    <message>
        <source>%1 is not valid JSON (line %2). Correct it or write it again.</source>
        <translation>%1 不是有效的 JSON（第 %2 行）。请改正或重新写出。</translation>
    </message>
    <message>
        <source>There is no column “%1” (position %2). Use “%3”.</source>
        <translation>没有名为“%1”的列（位置 %2）。改用“%3”。</translation>
    </message>
    <message>
        <source>There is no column “%1”. Use “%2”.</source>
        <translation>没有名为“%1”的列。改用“%2”。</translation>
    </message>
    <message>
        <source>The column “%1” holds numbers and has no groups. Use “source”, “split” or “label”.</source>
        <translation>列“%1”为数值，没有分组。请用“source”、“split”或“label”。</translation>
    </message>
    <message>
        <source>A share must lie between 0 and 1 (0 % and 100 %); %1 does not.</source>
        <translation>比例须在 0 和 1 之间（0% 至 100%）；%1 不在其中。</translation>
    </message>
    <message>
        <source>“~” searches text and is written text ~ &quot;words&quot;; “%1” (position %2) can&apos;t be searched.</source>
        <translation>“~”用于搜索文本，写作 text ~ &quot;词&quot;；“%1”（位置 %2）不能搜索。</translation>
    </message>
    <message>
        <source>“%1” (position %2) is searched with “~”: text ~ &quot;how many&quot;.</source>
        <translation>“%1”（位置 %2）用“~”搜索：text ~ &quot;how many&quot;。</translation>
    </message>
    <message>
        <source>Text can&apos;t be searched here. Leave out text ~ … (position %1).</source>
        <translation>此处不能搜索文本。请去掉 text ~ …（位置 %1）。</translation>
    </message>
    <message>
        <source>“%1” (position %2) is not a yes/no column: compare it with a value, for example with “==” or “&gt;”.</source>
        <translation>“%1”（位置 %2）不是“是/否”列：请与值比较，例如用“==”或“&gt;”。</translation>
    </message>
    <message>
        <source>“%1” holds numbers: compare it with a number (position %2).</source>
        <translation>“%1”为数值：请与数值比较（位置 %2）。</translation>
    </message>
    <message>
        <source>“%1” (position %2) holds words: compare it with ==, != or in (…).</source>
        <translation>“%1”为词语：请用 ==、!= 或 in (…) 比较（位置 %2）。</translation>
    </message>
    <message>
        <source>“%1” has no value “%2” (position %3). Use “%4”.</source>
        <translation>“%1”没有值“%2”（位置 %3）。改用“%4”。</translation>
    </message>
    <message>
        <source>“%1” has no meaning in a filter (position %2).</source>
        <translation>“%1”在筛选中没有意义（位置 %2）。</translation>
    </message>
    <message>
        <source>The quoted text that begins at position %1 has no end. Add the closing quote.</source>
        <translation>始于位置 %1 的引号文本没有结束。请补上结束引号。</translation>
    </message>
    <message>
        <source>“%1” is not a number (position %2).</source>
        <translation>“%1”不是数值（位置 %2）。</translation>
    </message>
    <message>
        <source>“%1” is not expected at position %2. Join conditions with “and” or “or”.</source>
        <translation>位置 %2 处不应出现“%1”。请用“and”或“or”连接条件。</translation>
    </message>
    <message>
        <source>The filter is nested too deeply (position %1). Write it flatter.</source>
        <translation>筛选嵌套过深（位置 %1）。请写得平一些。</translation>
    </message>
    <message>
        <source>A “)” is missing at position %1.</source>
        <translation>位置 %1 处缺少“)”。</translation>
    </message>
    <message>
        <source>A column name is expected at position %1.</source>
        <translation>位置 %1 处应为列名。</translation>
    </message>
    <message>
        <source>“is” is followed by “missing” or “not missing” (position %1). To compare, use “==”.</source>
        <translation>“is”之后应为“missing”或“not missing”（位置 %1）。比较请用“==”。</translation>
    </message>
    <message>
        <source>“in” is expected after “not” at position %1.</source>
        <translation>位置 %1 处“not”之后应为“in”。</translation>
    </message>
    <message>
        <source>A value is expected at position %1.</source>
        <translation>位置 %1 处应为一个值。</translation>
    </message>
    <message>
        <source>No complete scoring run is there to flag by. Score the pairs first.</source>
        <translation>没有已完成的评分运行可用于标记。请先为样本对评分。</translation>
    </message>
    <message>
        <source>The selection rule&apos;s “%1” must be a JSON object.</source>
        <translation>选集规则的“%1”须为 JSON 对象。</translation>
    </message>
    <message>
        <source>The selection rule has no “%1”. Use “%2”.</source>
        <translation>选集规则没有“%1”。改用“%2”。</translation>
    </message>
    <message>
        <source>The selection rule&apos;s “%1” has a value of the wrong kind.</source>
        <translation>选集规则的“%1”的值类型不对。</translation>
    </message>
    <message>
        <source>The selection rule&apos;s “%1” must be %2.</source>
        <translation>选集规则的“%1”须为 %2。</translation>
    </message>
    <message>
        <source>The data file %1 can&apos;t be read: %2.</source>
        <translation>无法读取数据文件 %1：%2。</translation>
    </message>
    <message>
        <source>The data file %1 is empty.</source>
        <translation>数据文件 %1 为空。</translation>
    </message>
    <message>
        <source>The image %1 is damaged or of an unknown kind. Use PNG, JPEG, WebP, BMP or GIF.</source>
        <translation>图像 %1 已损坏或类型未知。请用 PNG、JPEG、WebP、BMP 或 GIF。</translation>
    </message>
    <message>
        <source>The image %1 is not there or can&apos;t be read.</source>
        <translation>图像 %1 不存在或无法读取。</translation>
    </message>
    <message>
        <source>The image %1 has %2 x %3 pixels; more than 100 megapixels are not read. Make it smaller.</source>
        <translation>图像 %1 有 %2 x %3 像素；超过一亿像素的不读取。请缩小。</translation>
    </message>
    <message>
        <source>The judge&apos;s image settings in %1 are not a JSON object.</source>
        <translation>%1 中的判别模型图像设置不是 JSON 对象。</translation>
    </message>
    <message>
        <source>An image cannot have between %1 and %2 pixels: the limits must be positive and the smaller one first.</source>
        <translation>图像像素数不能介于 %1 和 %2 之间：两个界限必须为正，且较小者在前。</translation>
    </message>
    <message>
        <source>The image %1 has %2 x %3 pixels: one side is more than 200 times the other, which this judge does not take. Crop it.</source>
        <translation>图像 %1 有 %2 x %3 像素：一边超过另一边的 200 倍，此判别模型不接受。请裁剪。</translation>
    </message>
    <message>
        <source>The image %1 cannot be brought to a size that the judge takes: its limits are %2 to %3 pixels.</source>
        <translation>无法将图像 %1 调整到判别模型可接受的尺寸：其界限为 %2 到 %3 像素。</translation>
    </message>
    <message>
        <source>There is no judge folder %1.</source>
        <translation>没有判别模型文件夹 %1。</translation>
    </message>
    <message>
        <source>There is not enough memory to load the image %1. Make it smaller.</source>
        <translation>内存不足，无法载入图像 %1。请缩小。</translation>
    </message>
    <message>
        <source>The image file %1 has %2 bytes; more than 1 GiB is not read. Make it smaller.</source>
        <translation>图像文件 %1 有 %2 字节；超过 1 GiB 的不读取。请缩小。</translation>
    </message>
    <message>
        <source>A picture of %1 x %2 pixels can&apos;t be written as PNG.</source>
        <translation>无法将 %1 x %2 像素的图片写为 PNG。</translation>
    </message>
    <message>
        <source>“%1” is not a valid %2: it must be %3.</source>
        <translation>“%1”不是有效的 %2：须为 %3。</translation>
    </message>
    <message>
        <source>There is no file %1. Check the path.</source>
        <translation>没有文件 %1。请检查路径。</translation>
    </message>
    <message>
        <source>%1 is not a judge: a judge is a folder with config.json, model.safetensors and tokenizer.json. Make one with “egt sft”, or choose another folder.</source>
        <translation>%1 不是判别模型：判别模型是含有 config.json、model.safetensors 和 tokenizer.json 的文件夹。请用“egt sft”生成，或另选文件夹。</translation>
    </message>
    <message>
        <source>No output folder is given. Name one.</source>
        <translation>未给出输出文件夹。请指明一个。</translation>
    </message>
    <message>
        <source>There is no selection named “%1”. Known are: %2.</source>
        <translation>没有名为“%1”的选集。已有：%2。</translation>
    </message>
    <message>
        <source>There is no format named “%1”. Known are: %2.</source>
        <translation>没有名为“%1”的格式。已有：%2。</translation>
    </message>
    <message>
        <source>%1 samples at temperature 0 would all be the same. Set a temperature, for example 1, or take one sample.</source>
        <translation>温度为 0 时 %1 个样本会完全相同。请设置温度，例如 1，或只取一个样本。</translation>
    </message>
    <message>
        <source>There is no export format named “%1”. Known are: %2.</source>
        <translation>没有名为“%1”的导出格式。已有：%2。</translation>
    </message>
    <message>
        <source>Run %1 has %2 responses to pair %3 in the %4 order, and %5 votes are asked for. Ask for fewer votes, or score with “egt score … --samples %5 --temperature 0.2”.</source>
        <translation>运行 %1 对样本对 %3 在 %4 顺序下有 %2 个回答，而要求 %5 票。请减少票数，或用“egt score … --samples %5 --temperature 0.2”评分。</translation>
    </message>
    <message>
        <source>Run %1 has one order: it never showed pair %2 in the %3 order, which the order policy “%4” needs. Score with “egt score … --orders both”, or choose a policy that the run can answer.</source>
        <translation>运行 %1 只有一种顺序：它从未以 %3 顺序展示样本对 %2，而顺序策略“%4”需要它。请用“egt score … --orders both”评分，或选择该运行能够满足的策略。</translation>
    </message>
    <message>
        <source>There is no complete scoring run to count. Score the benchmark first with “egt score”.</source>
        <translation>没有可统计的完整评分运行。请先用“egt score”对该基准评分。</translation>
    </message>
    <message>
        <source>Run %1 is not a scoring run. Choose one that is.</source>
        <translation>运行 %1 不是评分运行。请选择一个评分运行。</translation>
    </message>
    <message>
        <source>Run %1 did not judge %2 pairs of the selection “%3”. Score them, or choose the selection that the run judged.</source>
        <translation>运行 %1 未评判选集“%3”中的 %2 个样本对。请为它们评分，或选择该运行所评判的选集。</translation>
    </message>
    <message>
        <source>Run %1 could judge none of the %2 pairs. “egt runs … --run %1” names the reasons.</source>
        <translation>运行 %1 无法评判这 %2 个样本对中的任何一个。“egt runs … --run %1”会说明原因。</translation>
    </message>
    <message>
        <source>%1 images were unpacked from %2. Left alone: %3 links, %4 names that lead out of the archive, %5 encrypted images.</source>
        <translation>已从 %2 解包 %1 幅图像。未处理：%3 个链接、%4 个指向归档之外的名称、%5 幅加密图像。</translation>
    </message>
    <message>
        <source>The archive %1 unpacks to more than %2 times its size, which no set of pictures does. It was not taken.</source>
        <translation>归档 %1 解包后超过其大小的 %2 倍，任何图像集都不会如此。未予采用。</translation>
    </message>
    <message>
        <source>The archive %1 is cut off or damaged after %2 members (%3). Fetch it again.</source>
        <translation>归档 %1 在第 %2 个成员之后被截断或损坏（%3）。请重新获取。</translation>
    </message>
    <message>
        <source>%1 is neither a folder nor a zip or tar archive that can be read. Name the folder or the archive of the pictures.</source>
        <translation>%1 既不是文件夹，也不是可读取的 zip 或 tar 归档。请指定图像所在的文件夹或归档。</translation>
    </message>
    <message>
        <source>A picture of %1 x %2 pixels can&apos;t be written as JPEG.</source>
        <translation>%1 x %2 像素的图像无法写为 JPEG。</translation>
    </message>
    <message>
        <source>Run %1 is not a %2 run, so it can&apos;t be continued as one.</source>
        <translation>运行 %1 不是%2运行，不能作为此类运行继续。</translation>
    </message>
    <message>
        <source>Run %1 is neither running nor waiting.</source>
        <translation>运行 %1 既未运行也未等待。</translation>
    </message>
    <message>
        <source>The run was aborted. What it had finished is kept.</source>
        <translation>运行已中止。已完成的部分保留。</translation>
    </message>
    <message>
        <source>The run was stopped and saved; it can be continued.</source>
        <translation>运行已停止并保存，可以继续。</translation>
    </message>
    <message>
        <source>No project is open. Open one first.</source>
        <translation>没有打开的项目。请先打开一个。</translation>
    </message>
    <message>
        <source>The project %1 is open for reading only, so no job can run in it.</source>
        <translation>项目 %1 以只读方式打开，不能运行任务。</translation>
    </message>
    <message>
        <source>The project was closed.</source>
        <translation>项目已关闭。</translation>
    </message>
    <message>
        <source>Run %1 is already at work on this.</source>
        <translation>运行 %1 已在处理此事。</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>已暂停。</translation>
    </message>
    <message>
        <source>Continued after a pause of %1 s.</source>
        <translation>暂停 %1 秒后继续。</translation>
    </message>
    <message>
        <source>There is not enough memory for this job. Close other programs, or choose a smaller batch.</source>
        <translation>内存不足以运行此任务。请关闭其他程序，或选择更小的批。</translation>
    </message>
    <message>
        <source>The job ended because of a fault in the program: %1. What was stored is kept.</source>
        <translation>任务因程序故障结束：%1。已保存的部分保留。</translation>
    </message>
    <message>
        <source>A review needs a decision.</source>
        <translation>审阅需要一个决定。</translation>
    </message>
    <message>
        <source>The machine-learning part (%1) is not installed: %2 is not there. Everything but judges works without it; to use judges, build or install it.</source>
        <translation>机器学习部分（%1）未安装：缺少 %2。没有它，除判别模型外的功能均可使用；要使用判别模型，请构建或安装它。</translation>
    </message>
    <message>
        <source>LibTorch is not where it was configured: %1 is missing. Run ./dev setup, or set EGT_TORCH to the folder with libtorch_cpu.so.</source>
        <translation>LibTorch 不在配置的位置：缺少 %1。请运行 ./dev setup，或将 EGT_TORCH 设为含有 libtorch_cpu.so 的文件夹。</translation>
    </message>
    <message>
        <source>LibTorch can&apos;t be loaded: %1. Run ./dev setup, or set EGT_TORCH to the folder of a working LibTorch.</source>
        <translation>无法加载 LibTorch：%1。请运行 ./dev setup，或将 EGT_TORCH 设为可用的 LibTorch 文件夹。</translation>
    </message>
    <message>
        <source>The machine-learning part can&apos;t be loaded: %1. Build it again with this LibTorch.</source>
        <translation>无法加载机器学习部分：%1。请用此 LibTorch 重新构建。</translation>
    </message>
    <message>
        <source>%1 is of another version than this program. Install both from the same build.</source>
        <translation>%1 与此程序版本不同。请安装同一构建的两者。</translation>
    </message>
    <message>
        <source>The judge&apos;s configuration in %1 cannot be used: field %2 %3.</source>
        <translation>%1 中的判别模型配置无法使用：字段 %2 %3。</translation>
    </message>
    <message>
        <source>The adapter in %1 cannot be used: %2 %3.</source>
        <translation>无法使用 %1 中的适配器：%2 %3。</translation>
    </message>
    <message>
        <source>The judge has no linear layer %1 to put an adapter on. Use names such as q_proj, v_proj, o_proj, gate_proj, up_proj or down_proj.</source>
        <translation>判别模型没有可加适配器的线性层 %1。请使用 q_proj、v_proj、o_proj、gate_proj、up_proj 或 down_proj 之类的名称。</translation>
    </message>
    <message>
        <source>“%1” is no number type; use float32, float16 or bfloat16.</source>
        <translation>“%1”不是数值类型；请使用 float32、float16 或 bfloat16。</translation>
    </message>
    <message>
        <source>“%1” is no device; use cpu, cuda or cuda:0.</source>
        <translation>“%1”不是设备；请使用 cpu、cuda 或 cuda:0。</translation>
    </message>
    <message>
        <source>The device %1 can&apos;t be used: %2. Use cpu.</source>
        <translation>设备 %1 无法使用：%2。请使用 cpu。</translation>
    </message>
    <message>
        <source>“%1” is no way of naming tensors; use published or nested.</source>
        <translation>“%1”不是张量命名方式；请使用 published 或 nested。</translation>
    </message>
    <message>
        <source>%1 is an adapter itself. Give its judge&apos;s folder to put another adapter on.</source>
        <translation>%1 本身就是适配器。要加另一个适配器，请给出其判别模型的文件夹。</translation>
    </message>
    <message>
        <source>The judge %1 loads but computes nonsense: %2. Its files do not belong together or are damaged; copy them again.</source>
        <translation>判别模型 %1 可以加载，但计算结果不合理：%2。其文件不配套或已损坏；请重新复制。</translation>
    </message>
    <message>
        <source>The judge %1 has numbers that are none (NaN or infinite) in %2. Its weights are damaged; take another checkpoint.</source>
        <translation>判别模型 %1 的 %2 中有非数值（NaN 或无穷大）。其权重已损坏；请换用另一个检查点。</translation>
    </message>
    <message>
        <source>%1 is an adapter already. Set lora_rank to 0 to train it on, or merge it into its judge first.</source>
        <translation>%1 已是适配器。请将 lora_rank 设为 0 以继续训练，或先将其合并到判别模型中。</translation>
    </message>
    <message>
        <source>This is no adapter folder: %1 is missing; choose a folder with adapter_config.json and adapter_model.safetensors.</source>
        <translation>这不是适配器文件夹：缺少 %1；请选择含有 adapter_config.json 和 adapter_model.safetensors 的文件夹。</translation>
    </message>
    <message>
        <source>The adapter %1 belongs to the judge “%2”, which is no folder here. Put that judge&apos;s folder there, or write its path into base_model_name_or_path of %3.</source>
        <translation>适配器 %1 属于判别模型“%2”，而这里没有该文件夹。请把该判别模型的文件夹放到那里，或把其路径写入 %3 的 base_model_name_or_path。</translation>
    </message>
    <message>
        <source>This is no judge folder: %1 is missing; choose a folder with config.json, tokenizer.json and model.safetensors.</source>
        <translation>这不是判别模型文件夹：缺少 %1；请选择含有 config.json、tokenizer.json 和 model.safetensors 的文件夹。</translation>
    </message>
    <message>
        <source>The judge&apos;s image settings in %1 cannot be used: field %2 %3.</source>
        <translation>%1 中的判别模型图像设置无法使用：字段 %2 %3。</translation>
    </message>
    <message>
        <source>The weights in %1 cannot be read: %2.</source>
        <translation>无法读取 %1 中的权重：%2。</translation>
    </message>
    <message>
        <source>The tensor %2 in %1 cannot be used: %3.</source>
        <translation>%1 中的张量 %2 无法使用：%3。</translation>
    </message>
    <message>
        <source>The judge&apos;s weights cannot be opened: %1 (%2).</source>
        <translation>无法打开判别模型的权重：%1（%2）。</translation>
    </message>
    <message>
        <source>The judge has no weights: neither %1 nor its index of shards is there.</source>
        <translation>判别模型没有权重：%1 及其分片索引均不存在。</translation>
    </message>
    <message>
        <source>The judge stopped with an error inside LibTorch: %1. What was stored before is kept; check that the judge&apos;s files belong together.</source>
        <translation>判别模型因 LibTorch 内部错误停止：%1。此前保存的内容保留；请检查判别模型的文件是否配套。</translation>
    </message>
    <message>
        <source>There was not enough memory for the judge. Lower the batch size or the image size, or close other programs.</source>
        <translation>判别模型的内存不足。请减小批或图像尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>The judge stopped with an error: %1.</source>
        <translation>判别模型因错误停止：%1。</translation>
    </message>
    <message>
        <source>The checkpoint file %1 is damaged. Continue from another checkpoint.</source>
        <translation>检查点文件 %1 已损坏。请从另一检查点继续。</translation>
    </message>
    <message>
        <source>The selection &quot;%1&quot; has no labelled pairs to measure with. Choose another one.</source>
        <translation>选集“%1”没有可用于测量的已标注样本对。请另选一个。</translation>
    </message>
    <message>
        <source>None of the %1 pairs could be judged: their images are missing or damaged. Put the images in place and import again.</source>
        <translation>%1 对中没有一对可以判定：图像缺失或损坏。请放好图像后重新导入。</translation>
    </message>
    <message>
        <source>The judge %1 names no end token. Add eos_token_id to generation_config.json.</source>
        <translation>判别模型 %1 未给出结束词元。请在 generation_config.json 中添加 eos_token_id。</translation>
    </message>
    <message>
        <source>The tokenizer of %1 has %2 tokens but the judge only %3. They belong to different judges: put the right tokenizer.json into the folder.</source>
        <translation>%1 的分词器有 %2 个词元，而判别模型只有 %3 个。它们属于不同的判别模型：请将正确的 tokenizer.json 放入文件夹。</translation>
    </message>
    <message>
        <source>The tokenizer of %1 has no single token for the digits 1 and 2, so verdicts have no probability. Use a tokenizer that has them.</source>
        <translation>%1 的分词器没有数字 1 和 2 的单一词元，因此判定没有概率。请使用具有它们的分词器。</translation>
    </message>
    <message>
        <source>The image %1 is missing.</source>
        <translation>图像 %1 缺失。</translation>
    </message>
    <message>
        <source>The prompt has %1 tokens; this judge takes %2 with room for its response. Use smaller images or a judge with a longer context.</source>
        <translation>提示有 %1 个词元；此判别模型在留出回复空间后可接受 %2 个。请用更小的图像或上下文更长的判别模型。</translation>
    </message>
    <message>
        <source>%1 is %2; it must lie between %3 and %4.</source>
        <translation>%1 为 %2；须在 %3 和 %4 之间。</translation>
    </message>
    <message>
        <source>Pair %1 was left out: %2</source>
        <translation>已略过样本对 %1：%2</translation>
    </message>
    <message>
        <source>%1 more were left out for the same reason (%2).</source>
        <translation>另有 %1 个因同一原因略过（%2）。</translation>
    </message>
    <message>
        <source>There is no column &quot;%1&quot;. Use &quot;%2&quot;.</source>
        <translation>没有名为“%1”的列。改用“%2”。</translation>
    </message>
    <message>
        <source>%1 samples at temperature 0 would all be the same response. Set a temperature, for example 1.</source>
        <translation>温度为 0 时 %1 个样本会是同一回复。请设置温度，例如 1。</translation>
    </message>
    <message>
        <source>The selection &quot;%1&quot; has no pairs. Import pairs or choose another selection.</source>
        <translation>选集“%1”没有样本对。请导入样本对或另选选集。</translation>
    </message>
    <message>
        <source>The judge %1 has changed since this scoring run began, so the run can&apos;t go on. Start a new scoring run.</source>
        <translation>判别模型 %1 在此评分运行开始后已更改，运行无法继续。请新建评分运行。</translation>
    </message>
    <message>
        <source>%1 exists already. Choose another folder for the judge or remove this one.</source>
        <translation>%1 已存在。请为判别模型另选文件夹，或移除此文件夹。</translation>
    </message>
    <message>
        <source>Continued from step %1.</source>
        <translation>从第 %1 步继续。</translation>
    </message>
    <message>
        <source>Stage %1 of %2: %3, %4 steps.</source>
        <translation>第 %1 阶段，共 %2：%3，%4 步。</translation>
    </message>
    <message>
        <source>None of the images of step %1 can be read. Check that the images beside %2 are whole.</source>
        <translation>第 %1 步的图像均无法读取。请检查 %2 旁的图像是否完整。</translation>
    </message>
    <message>
        <source>Training stopped at step %1: the loss is not a number. Lower the learning rate and start again.</source>
        <translation>训练停在第 %1 步：损失不是数值。请调低学习率后重新开始。</translation>
    </message>
    <message>
        <source>A trace was left out: %1</source>
        <translation>已略过一条轨迹：%1</translation>
    </message>
    <message>
        <source>Line %1 was left out: &quot;%2&quot; is missing or empty.</source>
        <translation>已略过第 %1 行：“%2”缺失或为空。</translation>
    </message>
    <message>
        <source>Line %1 was left out: its image %2 is missing.</source>
        <translation>已略过第 %1 行：其图像 %2 缺失。</translation>
    </message>
    <message>
        <source>Line %1 was left out: &quot;%2&quot; must be 1 or 2.</source>
        <translation>已略过第 %1 行：“%2”须为 1 或 2。</translation>
    </message>
    <message>
        <source>Line %1 was left out: its response gives no clear verdict (%2).</source>
        <translation>已略过第 %1 行：其回复没有明确的判定（%2）。</translation>
    </message>
    <message>
        <source>Line %1 was left out: its response decides for answer %2, its label is the other one.</source>
        <translation>已略过第 %1 行：其回复选择回答 %2，而标注是另一个。</translation>
    </message>
    <message>
        <source>Line %1 was left out: it is not a JSON object.</source>
        <translation>已略过第 %1 行：不是 JSON 对象。</translation>
    </message>
    <message>
        <source>%1 has no usable trace (%2 lines were left out). A trace needs prompt, answer_1, answer_2, label and a response that ends in the label&apos;s verdict.</source>
        <translation>%1 没有可用的轨迹（略过 %2 行）。轨迹需要 prompt、answer_1、answer_2、label，以及以标注判定结尾的回复。</translation>
    </message>
    <message>
        <source>The judge %1 has changed since this run began, so the run can&apos;t go on. Start a new run.</source>
        <translation>判别模型 %1 在此运行开始后已更改，运行无法继续。请新建运行。</translation>
    </message>
    <message>
        <source>None of the pairs of step %1 could be judged: their images are missing or damaged. Put the images in place and continue the run.</source>
        <translation>第 %1 步的样本对均无法判定：图像缺失或损坏。请放好图像后继续运行。</translation>
    </message>
    <message>
        <source>Stage %1 of %2 of the curriculum.</source>
        <translation>课程的第 %1 阶段，共 %2。</translation>
    </message>
    <message>
        <source>Training stopped at step %1 (pairs %2): the loss is not a number. Lower the learning rate and start again.</source>
        <translation>训练停在第 %1 步（样本对 %2）：损失不是数值。请调低学习率后重新开始。</translation>
    </message>
    <message>
        <source>Training stopped at step %1 (pairs %2): the loss is not a number. Lower the learning rate and continue from %3.</source>
        <translation>训练停在第 %1 步（样本对 %2）：损失不是数值。请调低学习率，从检查点 %3 继续。</translation>
    </message>
    <message>
        <source>No pair of &quot;%1&quot; has a value of %2 to sort by. Score the pairs first, or train in random order.</source>
        <translation>“%1”中没有样本对具有可用于排序的 %2 值。请先评分，或按随机顺序训练。</translation>
    </message>
    <message>
        <source>The selection &quot;%1&quot; has no pairs to train on: they need a label and their image, and held-out pairs don&apos;t count. Choose another selection.</source>
        <translation>选集“%1”没有可用于训练的样本对：它们需要标注和图像，留出的样本对不计。请另选选集。</translation>
    </message>
    <message>
        <source>Training on %1 pairs; %2 of the selection are held out, unlabelled, without their image or without a score.</source>
        <translation>用 %1 对训练；选集中 %2 对被留出、未标注、缺少图像或没有分数。</translation>
    </message>
    <message>
        <source>The selection &quot;%1&quot; has no labelled pairs, so accuracy is not measured.</source>
        <translation>选集“%1”没有已标注的样本对，因此不测量准确率。</translation>
    </message>
    <message>
        <source>Name the folder that the export is to be written to.</source>
        <translation>请给出导出要写入的文件夹。</translation>
    </message>
    <message>
        <source>%1 is already there and not empty. Choose another folder.</source>
        <translation>%1 已存在且不为空。请另选文件夹。</translation>
    </message>
    <message>
        <source>%1 is in the way and was not made by an export. Move it, or choose another folder.</source>
        <translation>%1 挡在那里，且不是由导出生成。请移走它，或另选文件夹。</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation>导出已停止，未写入任何内容。</translation>
    </message>
    <message>
        <source>There is no export format %1. The formats are %2.</source>
        <translation>没有导出格式 %1。格式有 %2。</translation>
    </message>
    <message>
        <source>The pictures of %1 of these pairs came inside their data file and lie packed in the project, so there is no file to link. Copy or embed the pictures instead.</source>
        <translation>其中 %1 对的图片来自数据文件内部，打包存放在项目中，没有可链接的文件。请改用复制或嵌入。</translation>
    </message>
    <message>
        <source>There are no scores to sort by. Score the pairs first, or export in project order.</source>
        <translation>没有可用于排序的分数。请先评分，或按项目顺序导出。</translation>
    </message>
    <message>
        <source>The data file %1 is not there or can&apos;t be read.</source>
        <translation>数据文件 %1 不存在或无法读取。</translation>
    </message>
    <message>
        <source>The folder of images %1 is not there.</source>
        <translation>图像文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>There is no format %1. The formats are %2.</source>
        <translation>没有格式 %1。格式有 %2。</translation>
    </message>
    <message>
        <source>Continues after line %1.</source>
        <translation>从第 %1 行之后继续。</translation>
    </message>
    <message>
        <source>%1 pairs that had been imported before have their images now.</source>
        <translation>此前导入的 %1 对现在有了图像。</translation>
    </message>
    <message>
        <source>%1 image references have a problem; each is named in %2.</source>
        <translation>%1 个图像引用有问题；每一个都列在 %2 中。</translation>
    </message>
    <message>
        <source>%1 has an empty list of stages. Add one with its steps.</source>
        <translation>%1 的阶段列表为空。请添加一个带步数的阶段。</translation>
    </message>
    <message>
        <source>num_generations is %1; GRPO compares the responses of a group, so it needs at least 2.</source>
        <translation>num_generations 为 %1；GRPO 比较一组回复，至少需要 2。</translation>
    </message>
    <message>
        <source>%1 takes one value.</source>
        <translation>%1 只取一个值。</translation>
    </message>
    <message>
        <source>%1 is not valid YAML (line %2): %3.</source>
        <translation>%1 不是有效的 YAML（第 %2 行）：%3。</translation>
    </message>
    <message>
        <source>%1 must be a list of &quot;key: value&quot; lines.</source>
        <translation>%1 须为“键: 值”行的列表。</translation>
    </message>
    <message>
        <source>%1 must be true or false, not &quot;%2&quot;.</source>
        <translation>%1 须为 true 或 false，而不是“%2”。</translation>
    </message>
    <message>
        <source>%1 must be a number, not &quot;%2&quot;.</source>
        <translation>%1 须为数值，而不是“%2”。</translation>
    </message>
    <message>
        <source>%1 must be a whole number, not &quot;%2&quot;.</source>
        <translation>%1 须为整数，而不是“%2”。</translation>
    </message>
    <message>
        <source>%1 is %2; it must be at least %3.</source>
        <translation>%1 为 %2；至少须为 %3。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be &quot;%2&quot;. It is one of: %3.</source>
        <translation>%1 不能为“%2”。可为：%3。</translation>
    </message>
    <message>
        <source>%1 must be a list.</source>
        <translation>%1 须为列表。</translation>
    </message>
    <message>
        <source>Every entry of %1 must hold &quot;key: value&quot; lines.</source>
        <translation>%1 的每一项须含“键: 值”行。</translation>
    </message>
    <message>
        <source>There is no setting &quot;%1&quot; (%2, line %3). Use &quot;%4&quot;.</source>
        <translation>没有设置“%1”（%2，第 %3 行）。改用“%4”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is set twice (%2, line %3). Remove one of them.</source>
        <translation>“%1”设置了两次（%2，第 %3 行）。请删除其一。</translation>
    </message>
    <message>
        <source>The field “%1” is missing or has a value that is not allowed. Correct it.</source>
        <translation>字段“%1”缺失或其值不允许。请改正。</translation>
    </message>
    <message>
        <source>The stored plan of this scoring run can&apos;t be read. Start a new scoring run.</source>
        <translation>无法读取此评分运行存储的计划。请新建评分运行。</translation>
    </message>
    <message>
        <source>%1 is not an EGT Studio project. Choose a folder that “egt new” or the start page made.</source>
        <translation>%1 不是 EGT Studio 项目。请选择由“egt new”或开始页创建的文件夹。</translation>
    </message>
    <message>
        <source>%1 is there already. Choose another name, or open it.</source>
        <translation>%1 已存在。请另选名称，或打开它。</translation>
    </message>
    <message>
        <source>The project %1 is open read-only and can&apos;t be changed. Open it for writing first.</source>
        <translation>项目 %1 以只读方式打开，不能更改。请先以可写方式打开。</translation>
    </message>
    <message>
        <source>The project %1 was made by a newer EGT Studio (format %2; this one knows up to %3). Install the newer version to open it.</source>
        <translation>项目 %1 由更新的 EGT Studio 创建（格式 %2；此版本最高支持 %3）。请安装更新的版本来打开。</translation>
    </message>
    <message>
        <source>The project %1 was made by an older EGT Studio. Open it once for writing to bring it up to date; then it can be opened read-only.</source>
        <translation>项目 %1 由较旧的 EGT Studio 创建。请先以可写方式打开一次以更新它，之后即可只读打开。</translation>
    </message>
    <message>
        <source>There is no pair %1 in this project.</source>
        <translation>此项目中没有样本对 %1。</translation>
    </message>
    <message>
        <source>There is no run %1 in this project.</source>
        <translation>此项目中没有运行 %1。</translation>
    </message>
    <message>
        <source>The project %1 is damaged: its database can&apos;t be read. Restore project.db from a copy.</source>
        <translation>项目 %1 已损坏：无法读取其数据库。请从副本恢复 project.db。</translation>
    </message>
    <message>
        <source>The disk is full: the last change to %1 was not saved. Free some space, then try again.</source>
        <translation>磁盘已满：对 %1 的最后更改未保存。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>%1 is not an EGT Studio project: its project.db is not a database.</source>
        <translation>%1 不是 EGT Studio 项目：其 project.db 不是数据库。</translation>
    </message>
    <message>
        <source>The project %1 can&apos;t be changed: it is read-only. Open a copy that you may write.</source>
        <translation>项目 %1 不能更改：它是只读的。请打开可写的副本。</translation>
    </message>
    <message>
        <source>Another program is using the database of %1. Close it, then try again.</source>
        <translation>另一程序正在使用 %1 的数据库。请关闭它后重试。</translation>
    </message>
    <message>
        <source>The project %1 could not be read or changed: %2.</source>
        <translation>项目 %1 无法读取或更改：%2。</translation>
    </message>
    <message>
        <source>The project %1 is open in another program (process %2 on %3). Close it there, or open the project read-only.</source>
        <translation>项目 %1 已在另一程序中打开（%3 上的进程 %2）。请在那里关闭，或以只读方式打开项目。</translation>
    </message>
    <message>
        <source>The selection “%1” is built in. Choose another name.</source>
        <translation>选集“%1”是内置的。请另选名称。</translation>
    </message>
    <message>
        <source>There is no selection “%1” in this project.</source>
        <translation>此项目中没有选集“%1”。</translation>
    </message>
    <message>
        <source>The work of run %1 is planned already. Resume the run.</source>
        <translation>运行 %1 的工作已有计划。请恢复该运行。</translation>
    </message>
    <message>
        <source>Run %1 has no unit of work %2.</source>
        <translation>运行 %1 没有工作单元 %2。</translation>
    </message>
    <message>
        <source>Stopped before the demo world was whole.</source>
        <translation>演示世界尚未完整时已停止。</translation>
    </message>
    <message>
        <source>Line %2 of %1 can&apos;t be tokenized: %3.</source>
        <translation>%1 的第 %2 行无法分词：%3。</translation>
    </message>
    <message>
        <source>%1 held-out pairs leave none of %2 to train on. Ask for fewer.</source>
        <translation>保留 %1 对后，%2 对中没有可用于训练的样本对。请减少保留的数量。</translation>
    </message>
    <message>
        <source>%1 is out of range for a demo world.</source>
        <translation>%1 超出演示世界的范围。</translation>
    </message>
    <message>
        <source>The judge&apos;s prompt in %1 cannot be used: field %2 %3.</source>
        <translation>%1 中的判别模型提示无法使用：字段 %2 %3。</translation>
    </message>
    <message>
        <source>The split expression of the tokenizer in %1 does not compile: %2.</source>
        <translation>%1 中分词器的切分表达式无法编译：%2。</translation>
    </message>
    <message>
        <source>The chat template in %1 is not one of the Qwen2-VL and Qwen2.5-VL family, which are known here: it %2. Put the template of the judge&apos;s base model there.</source>
        <translation>%1 中的对话模板不属于此处所知的 Qwen2-VL 与 Qwen2.5-VL 系列：它 %2。请放入判别模型的基础模型所用的模板。</translation>
    </message>
    <message>
        <source>The prompt template %1 lacks the placeholder %2, so the judge would not see it. Write %2 where it belongs.</source>
        <translation>提示模板 %1 缺少占位符 %2，判别模型将看不到它。请在应处写上 %2。</translation>
    </message>
    <message>
        <source>The prompt template %1 has the unknown placeholder %2 in line %3. Known are {image}, {question}, {answer_1} and {answer_2}; for a word in braces double them.</source>
        <translation>提示模板 %1 第 %3 行有未知的占位符 %2。已知的有 {image}、{question}、{answer_1} 和 {answer_2}；若要写花括号中的词，请写双花括号。</translation>
    </message>
    <message>
        <source>The prompt template %1 doubles the braces of %2 in line %3, but the placeholders themselves cannot be written out. Use single braces.</source>
        <translation>提示模板 %1 第 %3 行将 %2 的花括号写成双重，但占位符本身不能原样写出。请用单花括号。</translation>
    </message>
    <message>
        <source>The prompt template %1 is not UTF-8. Save it as UTF-8.</source>
        <translation>提示模板 %1 不是 UTF-8。请以 UTF-8 保存。</translation>
    </message>
    <message>
        <source>There is no prompt “%1”: it is neither r1-reward nor unified-reward-think nor a template file.</source>
        <translation>没有提示“%1”：它既不是 r1-reward 或 unified-reward-think，也不是模板文件。</translation>
    </message>
    <message>
        <source>Line %2 of %1 is %3. Each line must be a JSON object with a text in the field text, in UTF-8.</source>
        <translation>%1 第 %2 行有问题：%3。每行须是 UTF-8 的 JSON 对象，其 text 字段为文本。</translation>
    </message>
    <message>
        <source>The tokenizer in %1 cannot be used: its split expression in %2 %3.</source>
        <translation>%1 中的分词器无法使用：%2 处的切分表达式 %3。</translation>
    </message>
    <message>
        <source>The tokenizer in %1 cannot be used: field %2 %3.</source>
        <translation>%1 中的分词器无法使用：字段 %2 %3。</translation>
    </message>
    <message>
        <source>The judge has no tokenizer: %1 is missing; a judge folder needs it beside its weights.</source>
        <translation>判别模型没有分词器：缺少 %1；判别模型文件夹中权重旁须有它。</translation>
    </message>
    <message>
        <source>The checkpoint %1 does not fit this judge: %2 is missing or has another shape. Continue from another checkpoint.</source>
        <translation>检查点 %1 不适合此判别模型：%2 缺失或形状不同。请从另一检查点继续。</translation>
    </message>
    <message>
        <source>A fault in the program: %1.</source>
        <translation>程序故障：%1。</translation>
    </message>
    <message>
        <source>There is no queue “%1”. Queues are uncertain, contradicted, flagged, unreviewed, skipped and all.</source>
        <translation>没有队列“%1”。队列有 uncertain、contradicted、flagged、unreviewed、skipped 和 all。</translation>
    </message>
    <message>
        <source>“%1” is not the number of a pair.</source>
        <translation>“%1”不是样本对的编号。</translation>
    </message>
    <message>
        <source>“%1” is not a decision. Decisions are left, right, tie, both_bad, correct, flip, drop, skip and flag.</source>
        <translation>“%1”不是决定。决定有 left、right、tie、both_bad、correct、flip、drop、skip 和 flag。</translation>
    </message>
    <message>
        <source>“%1” is not a share for %2. Write a percentage such as 70%, or a number from 0 to 1.</source>
        <translation>“%1”不是 %2 的比例。请写百分比如 70%，或 0 到 1 的数值。</translation>
    </message>
    <message>
        <source>“%1” is not a number for %2.</source>
        <translation>“%1”不是 %2 的数值。</translation>
    </message>
    <message>
        <source>The demo was stopped. The same command continues it.</source>
        <translation>演示已停止。同一命令可继续。</translation>
    </message>
    <message>
        <source>Run %1 left no checkpoint.</source>
        <translation>运行 %1 没有留下检查点。</translation>
    </message>
    <message>
        <source>The server %1 answered with something else than JSON (%2). The address of an OpenAI-compatible server usually ends in /v1.</source>
        <translation>服务器 %1 的应答不是 JSON（%2）。OpenAI 兼容服务器的地址通常以 /v1 结尾。</translation>
    </message>
    <message>
        <source>The connection to the server %1 failed: %2.</source>
        <translation>与服务器 %1 的连接失败：%2。</translation>
    </message>
    <message>
        <source>The server %1 closed the connection before its answer was whole (%2 attempts).</source>
        <translation>服务器 %1 在应答完整之前关闭了连接（尝试 %2 次）。</translation>
    </message>
    <message>
        <source>The answer of the server %1 is larger than all that a judge could say. Lower --top-logprobs.</source>
        <translation>服务器 %1 的应答超出判别模型可能的全部内容。请降低 --top-logprobs。</translation>
    </message>
    <message>
        <source>The server %1 stopped in the middle of its answer (%2 attempts).</source>
        <translation>服务器 %1 在应答中途停住了（尝试 %2 次）。</translation>
    </message>
    <message>
        <source>The server %1 gave no answer within %2 s (%3 attempts). Raise --timeout or lower --concurrency.</source>
        <translation>服务器 %1 在 %2 秒内没有应答（尝试 %3 次）。请提高 --timeout 或降低 --concurrency。</translation>
    </message>
    <message>
        <source>The server %1 can&apos;t be reached (%2). Start it, or check its address; then run the same command again.</source>
        <translation>无法连接服务器 %1（%2）。请启动它或检查地址，然后再次运行同一命令。</translation>
    </message>
    <message>
        <source>The server %1 refused the request (HTTP %2): %3.</source>
        <translation>服务器 %1 拒绝了请求（HTTP %2）：%3。</translation>
    </message>
    <message>
        <source>The server %1 failed (HTTP %2, %3 attempts): %4.</source>
        <translation>服务器 %1 出错（HTTP %2，尝试 %3 次）：%4。</translation>
    </message>
    <message>
        <source>The server %1 sends to another address (HTTP %2), which is not followed. Give the final address.</source>
        <translation>服务器 %1 转向另一地址（HTTP %2），不会跟随。请给出最终地址。</translation>
    </message>
    <message>
        <source>The server %1 was too busy %2 times in a row (HTTP 429: %3). Lower --concurrency and run the same command again.</source>
        <translation>服务器 %1 连续 %2 次过忙（HTTP 429：%3）。请降低 --concurrency 后再次运行同一命令。</translation>
    </message>
    <message>
        <source>The server %1 has no such model or address (HTTP 404: %2). Check --judge and --model.</source>
        <translation>服务器 %1 没有这个模型或地址（HTTP 404：%2）。请检查 --judge 和 --model。</translation>
    </message>
    <message>
        <source>The server %1 refuses the API key (HTTP %2: %3). Set it in the environment variable EGT_API_KEY.</source>
        <translation>服务器 %1 拒绝了 API 密钥（HTTP %2：%3）。请在环境变量 EGT_API_KEY 中设置。</translation>
    </message>
    <message>
        <source>This prompt begins the judge&apos;s answer for it, which a chat server can&apos;t go on with. Choose another prompt.</source>
        <translation>此提示已替判别模型写了回答的开头，聊天服务器无法接着写。请选择另一提示。</translation>
    </message>
    <message>
        <source>The answer of the server %1 has no choices[0].message: it does not speak OpenAI&apos;s chat completions.</source>
        <translation>服务器 %1 的应答中没有 choices[0].message：它不支持 OpenAI 的 chat completions。</translation>
    </message>
    <message>
        <source>The judge&apos;s address can&apos;t be used: %1. Write it like http://127.0.0.1:8000/v1; a key comes from the environment variable EGT_API_KEY.</source>
        <translation>判别模型的地址不能使用：%1。请写成 http://127.0.0.1:8000/v1 的形式；密钥取自环境变量 EGT_API_KEY。</translation>
    </message>
    <message>
        <source>The server %1 sends other numbers than log-probs. Start vLLM with --logprobs-mode raw_logprobs.</source>
        <translation>服务器 %1 返回的数值不是对数概率。请以 --logprobs-mode raw_logprobs 启动 vLLM。</translation>
    </message>
    <message>
        <source>The server %1 sends no log-probs, so its entropy can&apos;t be bracketed. Start vLLM with --max-logprobs 20 (SGLang and llama.cpp need no option), or score verdicts alone with --top-logprobs 0.</source>
        <translation>服务器 %1 不返回对数概率，无法给出熵的区间。请以 --max-logprobs 20 启动 vLLM（SGLang 和 llama.cpp 无需选项），或用 --top-logprobs 0 只评判结论。</translation>
    </message>
    <message>
        <source>The server %1 does not say which models it has. Name one with --model.</source>
        <translation>服务器 %1 没有说明有哪些模型。请用 --model 指定一个。</translation>
    </message>
    <message>
        <source>A response to pair %1 came without usable log-probs (vLLM must run with --max-logprobs and --logprobs-mode raw_logprobs or processed_logprobs); it is stored without entropy.</source>
        <translation>样本对 %1 的一条回答没有可用的对数概率（vLLM 须以 --max-logprobs 和 --logprobs-mode raw_logprobs 或 processed_logprobs 启动）；已存储，但没有熵。</translation>
    </message>
    <message>
        <source>The API key goes to %1 unencrypted.</source>
        <translation>API 密钥以未加密方式发往 %1。</translation>
    </message>
    <message>
        <source>The server lists at most %1 alternatives of a token, not %2: the brackets are wider.</source>
        <translation>服务器每个词元最多列出 %1 个候选，而非 %2 个：区间会更宽。</translation>
    </message>
    <message>
        <source>None of the %1 pairs could be judged; the last reason was: %2</source>
        <translation>%1 个样本对都无法判别；最后的原因是：%2</translation>
    </message>
    <message>
        <source>Run %1 was scored by a server, which gives a bracket of the entropy and no exact value to sort by. Export in project order; entropy_low and entropy_high stand in the rows.</source>
        <translation>运行 %1 由服务器评分，只给出熵的区间，没有可供排序的精确值。请按项目顺序导出；各行中有 entropy_low 和 entropy_high。</translation>
    </message>
    <message>
        <source>The column “%1” is no measure of uncertainty. Use mean_entropy or entropy_mid.</source>
        <translation>列“%1”不是不确定度的度量。请使用 mean_entropy 或 entropy_mid。</translation>
    </message>
    <message>
        <source>The rule “contradicted” always goes by p_label; “%1” can&apos;t be used with it.</source>
        <translation>规则“contradicted”只按 p_label 判断，不能与“%1”一起使用。</translation>
    </message>
    <message>
        <source>Run %1 was scored by a server, which gives a bracket of the entropy and no exact “%2”. Use entropy_mid, the middle of the bracket (or entropy_low, entropy_high).</source>
        <translation>运行 %1 由服务器评分，只给出熵的区间，没有精确的“%2”。请使用区间中点 entropy_mid（或 entropy_low、entropy_high）。</translation>
    </message>
    <message>
        <source>%1, line %2: a field is missing or has the wrong type.</source>
        <translation>%1，第 %2 行：字段缺失或类型错误。</translation>
    </message>
    <message>
        <source>Only %1 pairs have scores; the demo needs at least 20 to measure anything.</source>
        <translation>只有 %1 对有分数；演示至少需要 20 对才能测量。</translation>
    </message>
    <message>
        <source>None of the %1 pairs could be judged: their images are missing or damaged. Put the images in place and import again, then score.</source>
        <translation>%1 个样本对都无法判别：图像缺失或已损坏。请将图像放到原处，重新导入后再评分。</translation>
    </message>
    <message>
        <source>The setting %1 was %2 when this scoring run began and is %3 now, so the run can&apos;t go on. Put it back, or start a new scoring run.</source>
        <translation>此评分运行开始时设置 %1 为 %2，现在为 %3，因此无法继续。请改回原值，或开始新的评分运行。</translation>
    </message>
    <message>
        <source>The pair has no text in its field %1, so there is nothing to read.</source>
        <translation>该样本对的字段 %1 中没有文本，因此没有可读的内容。</translation>
    </message>
    <message>
        <source>The given text contains the judge&apos;s mark for an image. Remove it there.</source>
        <translation>给定文本含有判别模型的图像标记。请将其删除。</translation>
    </message>
    <message>
        <source>The part for Parquet and Arrow files is not installed: %1 is not there. Run ./dev setup and build again, or convert the file to JSONL.</source>
        <translation>用于 Parquet 和 Arrow 文件的部分未安装：%1 不存在。请运行 ./dev setup 并重新构建，或将文件转换为 JSONL。</translation>
    </message>
    <message>
        <source>The Arrow libraries can&apos;t be loaded: %1. Run ./dev setup, or set EGT_ARROW to the folder of a working Arrow.</source>
        <translation>无法加载 Arrow 库：%1。请运行 ./dev setup，或将 EGT_ARROW 设为可用的 Arrow 所在文件夹。</translation>
    </message>
    <message>
        <source>Arrow is not where it was configured: %1 is missing. Run ./dev setup, or set EGT_ARROW to the folder with libarrow and libparquet.</source>
        <translation>Arrow 不在配置的位置：缺少 %1。请运行 ./dev setup，或将 EGT_ARROW 设为含有 libarrow 和 libparquet 的文件夹。</translation>
    </message>
    <message>
        <source>The file %1 of a saved data set lacks the list “%2” or has a wrong one. Save the data set again.</source>
        <translation>已保存数据集的文件 %1 缺少列表“%2”或该列表有误。请重新保存该数据集。</translation>
    </message>
    <message>
        <source>The saved data set %1 is a selection of its rows that is kept apart. Save it with flatten_indices() first.</source>
        <translation>已保存的数据集 %1 只是其行的一个选择，且选择单独存放。请先用 flatten_indices() 保存。</translation>
    </message>
    <message>
        <source>The folder %1 holds no Parquet or Arrow file and no saved data set. Name the data file itself.</source>
        <translation>文件夹 %1 中没有 Parquet 或 Arrow 文件，也没有已保存的数据集。请直接指定数据文件。</translation>
    </message>
    <message>
        <source>The data file %1 is damaged or not whole: %2. Get it again.</source>
        <translation>数据文件 %1 已损坏或不完整：%2。请重新获取。</translation>
    </message>
    <message>
        <source>The data file %1 is damaged after row %2: %3. Get it again; the rows before stay.</source>
        <translation>数据文件 %1 在第 %2 行之后已损坏：%3。请重新获取；之前的行会保留。</translation>
    </message>
    <message>
        <source>The data file %1 says that a part of it needs more than 1 GB of memory; it is damaged, or must be written anew with smaller row groups.</source>
        <translation>数据文件 %1 声称其某一部分需要超过 1 GB 的内存；它已损坏，或需要以更小的行组重新写入。</translation>
    </message>
    <message>
        <source>The data file %1 nests its columns deeper than %2 levels; no data set does. Check where it comes from.</source>
        <translation>数据文件 %1 的列嵌套超过 %2 层；没有数据集会这样。请检查其来源。</translation>
    </message>
    <message>
        <source>A row can&apos;t be taken into the table: %1.</source>
        <translation>无法将一行放入表中：%1。</translation>
    </message>
    <message>
        <source>Row %1 has no %2 in the column “%3”.</source>
        <translation>第 %1 行的列“%3”中没有 %2。</translation>
    </message>
    <message>
        <source>Row %1 has the field “%2”, for which there is no column.</source>
        <translation>第 %1 行有字段“%2”，但没有对应的列。</translation>
    </message>
    <message>
        <source>Row %1 is not a JSON object.</source>
        <translation>第 %1 行不是 JSON 对象。</translation>
    </message>
    <message>
        <source>The columns for %1 are not sound: each needs a name of its own and a type.</source>
        <translation>%1 的列定义不正确：每列都需要各自的名称和类型。</translation>
    </message>
    <message>
        <source>The pair has no label, so it has no labelled answer whose reason could be read. Name the field to read.</source>
        <translation>该样本对没有标签，因此没有可读取其理由的已标注回答。请指定要读取的字段。</translation>
    </message>
    <message>
        <source>An image of the pair is missing.</source>
        <translation>该样本对缺少一张图像。</translation>
    </message>
    <message>
        <source>There was not enough memory, so only %1 responses are generated together from here on. The scores stay the same within rounding (1e-4 nats).</source>
        <translation>内存不足，因此从现在起每次只同时生成 %1 个回答。分数在舍入误差（1e-4 nat）内保持不变。</translation>
    </message>
    <message>
        <source>The mode “%1” generates nothing, so it takes one sample and temperature 0.</source>
        <translation>模式“%1”不生成内容，因此只取一个样本且温度为 0。</translation>
    </message>
    <message>
        <source>The setting %1 is for a judge in a folder; a server does not take it. Leave it out.</source>
        <translation>设置 %1 只适用于文件夹中的判别模型，服务器不接受。请去掉它。</translation>
    </message>
    <message>
        <source>What a server will take is not known beforehand. Estimate with a judge in a folder.</source>
        <translation>服务器所需的时间无法预先得知。请用文件夹中的判别模型估算。</translation>
    </message>
    <message>
        <source>%1 is an adapter, and this stage trains all weights. Merge it into its judge first (egt judge merge) and start from that.</source>
        <translation>%1 是适配器，而此阶段训练全部权重。请先将其合并到判别模型中（egt judge merge），再从合并结果开始。</translation>
    </message>
    <message>
        <source>The first line of %1 names the column “%2” twice. Rename one of them.</source>
        <translation>%1 的首行两次用了列名“%2”。请改其中一个。</translation>
    </message>
    <message>
        <source>%1 is written in UTF-16. Save it as UTF-8.</source>
        <translation>%1 是 UTF-16 编码。请另存为 UTF-8。</translation>
    </message>
    <message>
        <source>No row at the start of %1 looks like a pair of a known layout. Check the file, name its format, or say which field is what: --map question=… a=… b=… label=….</source>
        <translation>%1 开头没有一行像已知格式的样本对。请检查文件、指明格式，或说明各字段的含义：--map question=… a=… b=… label=…。</translation>
    </message>
    <message>
        <source>A map of fields has no “%1”. It knows %2.</source>
        <translation>字段映射里没有“%1”。可用的有 %2。</translation>
    </message>
    <message>
        <source>Name the answers as a and b with a label, or as chosen and rejected, not both.</source>
        <translation>回答要么写作 a 和 b 并给出标签，要么写作 chosen 和 rejected，不能同时用两种。</translation>
    </message>
    <message>
        <source>The map of fields does not say where “%1” is. Add %1=FIELD.</source>
        <translation>字段映射没有说明“%1”在哪里。请加上 %1=字段名。</translation>
    </message>
    <message>
        <source>Both answers are mapped to the field “%1”.</source>
        <translation>两个回答都映射到了字段“%1”。</translation>
    </message>
    <message>
        <source>With chosen and rejected there is no label field: the chosen answer is the better one. Leave “label” out, or name the answers a and b.</source>
        <translation>使用 chosen 和 rejected 时没有标签字段：chosen 就是更好的回答。请去掉 label，或把回答写作 a 和 b。</translation>
    </message>
    <message>
        <source>A map of fields is a JSON object such as {&quot;question&quot;: &quot;prompt&quot;}.</source>
        <translation>字段映射是一个 JSON 对象，例如 {&quot;question&quot;: &quot;prompt&quot;}。</translation>
    </message>
    <message>
        <source>“%1” of the map of fields must be the name of a field.</source>
        <translation>字段映射中的“%1”必须是一个字段名。</translation>
    </message>
    <message>
        <source>“%1” is not of the form KEY=FIELD, such as question=prompt.</source>
        <translation>“%1”不是“键=字段”的形式，例如 question=prompt。</translation>
    </message>
    <message>
        <source>“%1” is named twice.</source>
        <translation>“%1”出现了两次。</translation>
    </message>
    <message>
        <source>There is no map to save: name the fields with --map.</source>
        <translation>没有可保存的映射：请用 --map 指明字段。</translation>
    </message>
    <message>
        <source>%1 rows can&apos;t be read; most often: %2.</source>
        <translation>有 %1 行无法读取；最常见：%2。</translation>
    </message>
    <message>
        <source>%1 pairs say the opposite of an earlier pair with the same question and answers.</source>
        <translation>有 %1 对与前面问题和回答相同的样本对标签相反。</translation>
    </message>
    <message>
        <source>%1 pairs repeat an earlier one; each is stored once.</source>
        <translation>有 %1 对与前面的重复；每对只存一次。</translation>
    </message>
    <message>
        <source>In %1 pairs the two answers differ in nothing but spaces.</source>
        <translation>有 %1 对的两个回答只差空格。</translation>
    </message>
    <message>
        <source>In %1 pairs the number of &lt;image&gt; marks is not the number of images.</source>
        <translation>有 %1 对的 &lt;image&gt; 标记数与图片数不符。</translation>
    </message>
    <message>
        <source>%1 pairs have an image with a problem; most often: %2.</source>
        <translation>有 %1 对的图片有问题；最常见：%2。</translation>
    </message>
    <message>
        <source>%1 images are each asked about with more than %2 different questions, such as %3: are they linked to the right rows?</source>
        <translation>有 %1 张图片各被超过 %2 个不同的问题引用，例如 %3：它们对应的行正确吗？</translation>
    </message>
    <message>
        <source>Every label names the first answer: a judge that always says so would be right every time, so score both orders.</source>
        <translation>所有标签都指向第一个回答：总这样说的评判器每次都对，所以请用两种顺序评分。</translation>
    </message>
    <message>
        <source>Every label names the second answer: a judge that always says so would be right every time, so score both orders.</source>
        <translation>所有标签都指向第二个回答：总这样说的评判器每次都对，所以请用两种顺序评分。</translation>
    </message>
    <message>
        <source>The better answer is the longer one in %1 % of the labelled pairs.</source>
        <translation>在有标签的样本对中，%1% 的更好回答也更长。</translation>
    </message>
    <message>
        <source>%1 pairs have no label.</source>
        <translation>有 %1 对没有标签。</translation>
    </message>
    <message>
        <source>%1 pairs are ties.</source>
        <translation>有 %1 对是平局。</translation>
    </message>
    <message>
        <source>%1 pairs have an id that an earlier pair has; pairs are told apart by their content.</source>
        <translation>有 %1 对的 id 与前面的相同；样本对按内容区分。</translation>
    </message>
    <message>
        <source>%1 pairs have several images or video frames.</source>
        <translation>有 %1 对有多张图片或视频帧。</translation>
    </message>
    <message>
        <source>%1 pairs have no image.</source>
        <translation>有 %1 对没有图片。</translation>
    </message>
    <message>
        <source>None of the %1 pairs has an image.</source>
        <translation>这 %1 对都没有图片。</translation>
    </message>
    <message>
        <source>%1 pairs have more than %2 bytes of text; a judge&apos;s prompt may have no room for them.</source>
        <translation>有 %1 对的文字超过 %2 字节；评判器的提示可能放不下。</translation>
    </message>
    <message>
        <source>%1 pairs come with reasoning.</source>
        <translation>有 %1 对带有推理文字。</translation>
    </message>
    <message>
        <source>Further fields are kept as they are: %1.</source>
        <translation>其余字段原样保留：%1。</translation>
    </message>
    <message>
        <source>TRL preference JSONL</source>
        <translation>TRL 偏好 JSONL</translation>
    </message>
    <message>
        <source>Plain JSONL</source>
        <translation>普通 JSONL</translation>
    </message>
    <message>
        <source>Hugging Face data set</source>
        <translation>Hugging Face 数据集</translation>
    </message>
    <message>
        <source>JSON Lines with the trainer’s fields and the scores</source>
        <translation>含训练器字段和分数的 JSON Lines</translation>
    </message>
    <message>
        <source>JSON Lines with every field and score</source>
        <translation>含全部字段和分数的 JSON Lines</translation>
    </message>
    <message>
        <source>ranked ShareGPT rows, ready to train</source>
        <translation>带排序的 ShareGPT 行，可直接训练</translation>
    </message>
    <message>
        <source>messages and rejected response, ready to train</source>
        <translation>消息与被拒回答，可直接训练</translation>
    </message>
    <message>
        <source>tasks for a judge: verdict 1 or 2</source>
        <translation>判别任务：裁决 1 或 2</translation>
    </message>
    <message>
        <source>a folder with a data card</source>
        <translation>带数据卡片的文件夹</translation>
    </message>
    <message>
        <source>one table with every field and score</source>
        <translation>含全部字段和分数的一张表</translation>
    </message>
    <message>
        <source>keeps the trainer from shuffling</source>
        <translation>使训练器不打乱顺序</translation>
    </message>
    <message>
        <source>tells the trainer the columns</source>
        <translation>告知训练器各列</translation>
    </message>
    <message>
        <source>ready to run, without shuffling</source>
        <translation>可直接运行，不打乱顺序</translation>
    </message>
    <message>
        <source>ready to run</source>
        <translation>可直接运行</translation>
    </message>
    <message>
        <source>settings, without shuffling</source>
        <translation>设置，不打乱顺序</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>reads the verdict and rewards it</source>
        <translation>读取裁决并给出奖励</translation>
    </message>
    <message>
        <source>data card: counts, rule, judge</source>
        <translation>数据卡片：数量、规则、判别模型</translation>
    </message>
    <message>
        <source>The reader of %1 can&apos;t take images in the mode “%2”. It takes: %3.</source>
        <translation>%1 的读取程序不支持图像方式“%2”。支持：%3。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be replaced: %2 was not written by an export. Move it, or choose another folder.</source>
        <translation>无法替换 %1：%2 不是由导出写入的。请将其移走，或另选文件夹。</translation>
    </message>
    <message>
        <source>%1 is not a manifest that an export can be repeated from.</source>
        <translation>%1 不是可用来重做导出的清单。</translation>
    </message>
    <message>
        <source>%1 would not come out as the manifest says. Nothing was written.</source>
        <translation>%1 的结果将与清单不符。未写入任何内容。</translation>
    </message>
    <message>
        <source>%1 would not come out as the manifest says: line %2 differs in “%3”. Nothing was written.</source>
        <translation>%1 的结果将与清单不符：第 %2 行的“%3”不同。未写入任何内容。</translation>
    </message>
    <message>
        <source>Review has changed since the manifest was written: pair %1 was “%2” and is “%3”. Nothing was written.</source>
        <translation>清单写出后审阅有变化：样本对 %1 原为“%2”，现为“%3”。未写入任何内容。</translation>
    </message>
    <message>
        <source>The image %1 is not what it was when the manifest was written. Nothing was written.</source>
        <translation>图像 %1 与清单写出时不同。未写入任何内容。</translation>
    </message>
    <message>
        <source>The selection “%1” has other pairs than when the manifest was written. Nothing was written.</source>
        <translation>选集“%1”的样本对与清单写出时不同。未写入任何内容。</translation>
    </message>
    <message>
        <source>the same tasks in a table that holds its pictures</source>
        <translation>相同的任务，写成自带图片的表格</translation>
    </message>
    <message>
        <source>Hugging Face data set (Parquet)</source>
        <translation>Hugging Face 数据集（Parquet）</translation>
    </message>
    <message>
        <source>the same columns in tables that hold their pictures</source>
        <translation>相同的列，写成自带图片的表格</translation>
    </message>
</context>
</TS>
