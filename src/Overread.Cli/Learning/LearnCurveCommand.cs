using System.CommandLine;
using Overread.Cli.Learning.Sets;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Learning.Curves;
using Overread.Learning.Features;
using Overread.Learning.Strategies;

namespace Overread.Cli.Learning;

/// <summary><c>overread learn curve SET</c>: learning curves of strategies on a set whose labels are known.</summary>
internal sealed class LearnCurveCommand
{
    private readonly Argument<string> _set = new("set")
    {
        Description =
            "A table (item, label, numbers), a release, a folder of pictures or texts with labels.csv or a folder per class, pictures with VOC boxes, or annotated text.",
    };
    private readonly Option<string[]> _strategies = new("--strategies")
    {
        Description =
            $"Strategies, parted by commas, or all; random and stratified always run beside. There are {string.Join(", ", StrategyCatalogue.All.Select(s => s.Name))}.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["margin", "noised-entropy"],
    };
    private readonly Option<string?> _label = new("--label") { Description = "Column or field that holds the label." };
    private readonly Option<string?> _group = new("--group")
    {
        Description =
            "Column whose values are never on both sides of a split, such as the patient; else group, subject or patient.",
    };
    private readonly Option<string[]> _features = new("--features")
    {
        Description = "Tables of numbers by item (model scores, embeddings); several stand side by side.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _content = new("--content")
    {
        Description = "Folder with the pictures or texts of the items.",
    };
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Draws of held-out items and start.",
        DefaultValueFactory = _ => 10,
    };
    private readonly Option<int> _start = new("--start")
    {
        Description = "Items read by chance before a strategy chooses.",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<int> _batch = new("--batch")
    {
        Description = "Items read between two models.",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<int> _budget = new("--budget")
    {
        Description = "Items read at most, the start included.",
        DefaultValueFactory = _ => 200,
    };
    private readonly Option<double> _heldOut = new("--held-out")
    {
        Description = "Share of the items that models are judged by.",
        DefaultValueFactory = _ => 0.3,
    };
    private readonly Option<string> _score = new("--score")
    {
        Description = "macro-f1, balanced-accuracy or auc.",
        DefaultValueFactory = _ => "macro-f1",
    };
    private readonly Option<double> _ridge = new("--ridge")
    {
        Description = "Penalty of the logistic regression.",
        DefaultValueFactory = _ => 0.01,
    };
    private readonly Option<int> _further = new("--further")
    {
        Description = "Labels beyond the budget whose worth is foretold.",
        DefaultValueFactory = _ => 100,
    };
    private readonly Option<double> _worth = new("--worth")
    {
        Description = "The smallest rise of the score that is worth reading on for.",
        DefaultValueFactory = _ => 0.01,
    };
    private readonly Option<int> _width = new("--width")
    {
        Description = "Columns that the words of texts are hashed into.",
        DefaultValueFactory = _ => TextFeatures.DefaultWidth,
    };

    internal static Command Create() => new LearnCurveCommand().Build();

    private Command Build()
    {
        Command command = new(
            "curve",
            "Play the reading of a labelled set with each strategy and say which is better than chance, with intervals."
        )
        {
            _set,
            _strategies,
            _label,
            _group,
            _features,
            _content,
            _seeds,
            _start,
            _batch,
            _budget,
            _heldOut,
            _score,
            _ridge,
            _further,
            _worth,
            _width,
        };
        _score.AcceptOnlyFromAmong("macro-f1", "balanced-accuracy", "auc");
        _seeds.AtLeast(3);
        _start.AtLeast(2);
        _batch.AtLeast(1);
        _width.AtLeast(16);
        _further.AtLeast(1);
        _heldOut.Within(0, 1, open: true);
        _ridge.Within(0, double.PositiveInfinity, open: true);
        _worth.Within(0, double.PositiveInfinity, open: true);
        command.Examples(
            "overread learn curve smears/ --strategies all --seeds 10",
            "overread learn curve corpus.PubTator --strategies margin,k-centre --budget 300 --json",
            "overread learn curve truth.csv --label Edema --features scores-a.csv --features scores-b.csv --score auc",
            "overread learn curve release-1/ --label effusion --content pictures/ --csv"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do((parsed, output) => Run(parsed, output, shared, files));
        return command;
    }

    private void Run(ParseResult parsed, TextWriter output, OutputOptions shared, ReadingOptions files)
    {
        SelectionStrategy[] strategies = Strategies(parsed.GetValue(_strategies) ?? []);
        CurveOptions options = new()
        {
            Seeds = parsed.GetValue(_seeds),
            Seed = shared.Seed(parsed),
            Start = parsed.GetValue(_start),
            Batch = parsed.GetValue(_batch),
            Budget = parsed.GetValue(_budget),
            HeldOut = parsed.GetValue(_heldOut),
            Ridge = parsed.GetValue(_ridge),
            Further = parsed.GetValue(_further),
            Worth = parsed.GetValue(_worth),
            Threads = shared.Threads(parsed),
            Score = parsed.GetRequiredValue(_score) switch
            {
                "auc" => CurveScore.Auc,
                "balanced-accuracy" => CurveScore.BalancedAccuracy,
                _ => CurveScore.MacroF1,
            },
        };
        options.Check();
        string path = parsed.GetRequiredValue(_set);
        FileReading reading = files.Of(parsed);
        LoadedSet loaded = SetLayouts.Read(
            path,
            new SetChoices(
                parsed.GetValue(_label),
                parsed.GetValue(_group),
                parsed.GetValue(_features) ?? [],
                parsed.GetValue(_content),
                parsed.GetValue(_width),
                reading
            )
        );
        using ProgressLine progress = shared.Progress(parsed);
        CurveRuns runs = LearningCurve.Measure(
            loaded.Set,
            strategies,
            options,
            done => progress.Report(done, options.Seeds, "draws played")
        );
        if (runs.Labels[^1] < options.Budget)
        {
            reading.Note(
                path,
                $"the budget of {options.Budget} is above the {runs.Labels[^1]} items that every draw leaves to choose from; the curves end there."
            );
        }

        CurveReport report = CurveReport.Of(loaded.Set, runs, options);
        CurveOutput written = new(path, loaded, options, report, parsed.GetRequiredValue(_score));
        if (shared.Write(parsed, output, written.Table()))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(output, written.WriteJson);
            return;
        }

        written.WriteText(output);
    }

    private static SelectionStrategy[] Strategies(string[] given)
    {
        string[] names =
        [
            .. given.SelectMany(text =>
                text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ),
        ];
        if (names.Length == 0)
        {
            throw new ArgumentException("--strategies names none.");
        }

        return names.Contains("all")
            ? [.. StrategyCatalogue.All]
            : [.. names.Select(StrategyCatalogue.Named).Distinct()];
    }
}
