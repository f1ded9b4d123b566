using System.Globalization;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Quality.Selection;
using Overread.Server.Features.Comparison.Consensus;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.Calibration;

/// <summary>
/// Compares the probabilities of one field's labels with the decisions over those that were drawn for a second look. Only these
/// are a random sample of the accepted labels; what was disputed was picked for doubt and is left out.
/// </summary>
internal sealed class FieldCalibration
{
    private const int Groups = 5;
    private const int FewestOfGroup = 5;

    private readonly Field _field;
    private readonly Ratings _ratings;
    private readonly ConsensusResult? _claims;
    private readonly string _asked;

    // Of each item: the category of the label on which readers agreed, and of what a second look decided; −1 for none, and for a
    // decision −2 for an answer that no reader gave.
    private readonly int[] _labels;
    private readonly int[] _truth;
    private readonly int _drawn;

    private FieldCalibration(RatingsTable table, Field field, string asked, ILookup<string, LabelKey?> second)
    {
        _field = field;
        _asked = asked;
        (_ratings, IReadOnlyList<LabelKey> keys) = table.Of(field).Categories();
        Dictionary<string, int> places = keys.Select((key, i) => (Text: key.Text(field), i))
            .ToDictionary(p => p.Text, p => p.i, StringComparer.Ordinal);
        _labels = new int[table.Items.Count];
        _truth = new int[table.Items.Count];
        for (int i = 0; i < _labels.Length; i++)
        {
            string item = table.Items[i];
            FieldComparison found = table.AgreedOf(item)[field.Id];
            _labels[i] =
                table.IsCompared(item) && found is { Status: FieldStatus.Agree, Label: { } label }
                    ? places.GetValueOrDefault(label, -1)
                    : -1;
            _truth[i] = -1;
            if (_labels[i] >= 0 && second.Contains(item))
            {
                _drawn++;
                _truth[i] = second[item].First() is { } decided
                    ? places.GetValueOrDefault(decided.Text(field), -2)
                    : -1;
            }
        }

        _claims = _ratings.Count == 0 ? null : ConsensusCatalogue.ResultOf(_ratings, asked, ConsensusOptions.Default);
    }

    /// <summary>One field of a table.</summary>
    /// <param name="table">The reads.</param>
    /// <param name="field">A field whose labels are categories.</param>
    /// <param name="asked">The method that was asked for.</param>
    /// <param name="second">What was decided about each item that was drawn for a second look; null where nothing was yet.</param>
    /// <param name="target">The error rate that accepted labels must not exceed, strictly between 0 and 1.</param>
    public static CalibrationView.CalibrationRow Of(
        RatingsTable table,
        Field field,
        string asked,
        ILookup<string, LabelKey?> second,
        double target
    ) => new FieldCalibration(table, field, asked, second).Row(target);

    private CalibrationView.CalibrationRow Row(double target)
    {
        int[] accepted = [.. Enumerable.Range(0, _labels.Length).Where(i => _labels[i] >= 0)];
        int[] looked = [.. accepted.Where(i => _truth[i] != -1)];
        int wrong = looked.Count(i => _truth[i] != _labels[i]);
        double? claimed =
            _claims is null || accepted.Length == 0 ? null : accepted.Average(i => 1 - ClaimOf(_claims, i));
        ConfidenceInterval? interval = looked.Length == 0 ? null : DefectRate.Interval(wrong, looked.Length);
        CalibratedConsensus? corrected = Corrected(looked, target);
        CalibrationView.CalibrationRow row = new(
            _field.Id,
            _field.Title,
            _claims?.Method ?? _asked,
            accepted.Length,
            _drawn,
            looked.Length,
            wrong,
            claimed,
            looked.Length == 0 ? null : (double)wrong / looked.Length,
            interval?.Low,
            interval?.High,
            looked.Length == 0 ? null : DefectRate.UpperBound(wrong, looked.Length),
            corrected is null ? null : accepted.Average(i => 1 - ClaimOf(corrected.Result, i)),
            corrected?.Rule?.Target,
            corrected?.Rule?.Threshold,
            corrected?.Rule?.Needed,
            Verdict(accepted.Length, looked.Length, claimed, interval),
            "",
            Reliability(looked),
            [
                .. (corrected?.Curve ?? []).Select(p => new CalibrationView.CoverageRow(
                    p.Coverage,
                    p.Threshold,
                    p.Checked,
                    p.Wrong,
                    p.UpperBound
                )),
            ]
        );
        return row with { Sentence = Sentence(row) };
    }

    private double ClaimOf(ConsensusResult result, int item) => result.PosteriorOf(item)[_labels[item]];

    // A decision that no reader's answer foresaw has no place among the categories: without it the rest would look too good.
    private CalibratedConsensus? Corrected(int[] looked, double target)
    {
        if (_claims is null || looked.Any(i => _truth[i] == -2))
        {
            return null;
        }

        return PosteriorCalibration.CrossFit(
            _ratings,
            (ratings, options) => ConsensusCatalogue.ResultOf(ratings, _asked, options),
            ConsensusOptions.Default with
            {
                Gold = _truth,
            },
            target
        );
    }

    private static string Verdict(int accepted, int looked, double? claimed, ConfidenceInterval? interval) =>
        accepted == 0 || claimed is null ? "no-labels"
        : looked == 0 ? "unchecked"
        : claimed < interval!.Value.Low ? "overclaims"
        : looked < PosteriorCalibration.Fewest ? "few"
        : "holds";

    private List<CalibrationView.ReliabilityRow> Reliability(int[] looked)
    {
        if (_claims is null || looked.Length == 0)
        {
            return [];
        }

        (double Claim, bool Right)[] sorted =
        [
            .. looked.Select(i => (ClaimOf(_claims, i), _truth[i] == _labels[i])).OrderBy(p => p.Item1),
        ];
        int groups = Math.Clamp(sorted.Length / FewestOfGroup, 1, Groups);
        List<CalibrationView.ReliabilityRow> rows = [];
        for (int g = 0; g < groups; g++)
        {
            (double Claim, bool Right)[] part = sorted[
                (g * sorted.Length / groups)..((g + 1) * sorted.Length / groups)
            ];
            int right = part.Count(p => p.Right);
            ConfidenceInterval interval = DefectRate.Interval(right, part.Length);
            rows.Add(
                new(part.Average(p => p.Claim), (double)right / part.Length, interval.Low, interval.High, part.Length)
            );
        }

        return rows;
    }

    private static string Sentence(CalibrationView.CalibrationRow row)
    {
        string found =
            $"{row.Wrong} of {Labels(row.Checked)} looked at again {(row.Wrong == 1 ? "was" : "were")} wrong";
        string interval = row.Found is null
            ? ""
            : $" ({Share(row.Found)}, 95 % interval {Share(row.Low)} to {Share(row.High)})";
        return row.Verdict switch
        {
            "no-labels" => "No label is accepted yet.",
            "unchecked" =>
                $"Uncalibrated: none of {Labels(row.Accepted)} accepted was looked at again, so nothing supports these probabilities.",
            "few" =>
                $"Uncalibrated: {found}{interval}. {PosteriorCalibration.Fewest} second looks are the fewest from which anything is learnt.",
            "overclaims" => $"The method claims {Share(row.Claimed)} wrong, but {found}{interval}: it claims too much.",
            _ =>
                $"The method claims {Share(row.Claimed)} wrong; {found}{interval}. That does not contradict it: with 95 % confidence no more than {Share(row.UpperBound)} of the accepted labels are wrong.",
        };
    }

    private static string Labels(int count) => count == 1 ? "1 label" : $"{count} labels";

    private static string Share(double? share) =>
        share is { } value
            ? (100 * value).ToString(value is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %"
            : "unknown";
}
