using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>What the commands of reader studies have in common: what is a sample, the margin, the plan.</summary>
internal sealed class StudyOptions
{
    private readonly Option<string> _readers = new("--readers")
    {
        Description = "Whether readers are a sample of readers (random) or these very ones (fixed).",
        DefaultValueFactory = _ => "random",
    };
    private readonly Option<string> _cases = new("--cases")
    {
        Description = "Whether cases are a sample of cases (random) or these very ones (fixed).",
        DefaultValueFactory = _ => "random",
    };
    private readonly Option<double> _level = new("--level")
    {
        Description = "Coverage of the intervals.",
        DefaultValueFactory = _ => 0.95,
    };
    private readonly Option<string?> _reference = new("--reference")
    {
        Description = "The modality that others are compared with; else the first by name.",
    };
    private readonly Option<double?> _margin = new("--margin")
    {
        Description = "Judge non-inferiority to the reference: the loss that would not matter, named before the study.",
    };
    private readonly Option<double?> _plan = new("--plan")
    {
        Description =
            "Plan the next study from this one: the difference to be found; with --margin, the true difference beside it.",
    };
    private readonly Option<double> _power = new("--power")
    {
        Description = "Power of the planned study.",
        DefaultValueFactory = _ => 0.8,
    };
    private readonly Option<bool> _each = new("--each-reader") { Description = "Every reader's figures too." };
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw the curves: a .svg or .png file." };

    private StudyOptions() { }

    internal static StudyOptions AddTo(Command command)
    {
        StudyOptions options = new();
        options._readers.AcceptOnlyFromAmong("random", "fixed");
        options._cases.AcceptOnlyFromAmong("random", "fixed");
        options._level.Within(0, 1, open: true);
        options._margin.Within(0, 1, open: true);
        options._plan.Within(-1, 1);
        options._power.Within(0, 1, open: true);
        foreach (
            Option option in (Option[])
                [
                    options._readers,
                    options._cases,
                    options._level,
                    options._reference,
                    options._margin,
                    options._plan,
                    options._power,
                    options._each,
                    options._plot,
                ]
        )
        {
            command.Options.Add(option);
        }

        return options;
    }

    internal StudyFactors Factors(ParseResult parsed) =>
        (parsed.GetValue(_readers), parsed.GetValue(_cases)) switch
        {
            ("fixed", "fixed") => throw new ArgumentException(
                "--readers fixed and --cases fixed leave nothing to be unsure of: name one."
            ),
            ("fixed", _) => StudyFactors.FixedReadersRandomCases,
            (_, "fixed") => StudyFactors.RandomReadersFixedCases,
            _ => StudyFactors.RandomReadersRandomCases,
        };

    internal double Level(ParseResult parsed) => parsed.GetValue(_level);

    internal string? Reference(ParseResult parsed) => parsed.GetValue(_reference);

    internal double? Margin(ParseResult parsed) => parsed.GetValue(_margin);

    internal bool Each(ParseResult parsed) => parsed.GetValue(_each);

    internal string? Plot(ParseResult parsed) => parsed.GetValue(_plot);

    /// <summary>The plan that was asked for, or null.</summary>
    internal StudyPlan? Plan(ParseResult parsed, VarianceComponents? pilot, StudyFactors factors)
    {
        if (parsed.GetValue(_plan) is not { } difference)
        {
            return null;
        }

        double alpha = 1 - Level(parsed);
        double apart = difference + (Margin(parsed) ?? 0);
        if (apart == 0 || (Margin(parsed) is not null && apart < 0))
        {
            throw new ArgumentException(
                Margin(parsed) is null
                    ? "--plan 0: a study cannot be planned to find no difference; give --margin too."
                    : "--plan: with a true loss of the margin or more non-inferiority cannot be planned for."
            );
        }

        if (pilot?.Cov1 is null)
        {
            throw new ArgumentException(
                "--plan needs an analysis of two modalities to plan from (not --method one-shot)."
            );
        }

        return StudyPlan.Of(pilot, apart, parsed.GetValue(_power), factors, alpha);
    }
}
