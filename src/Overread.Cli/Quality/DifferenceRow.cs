using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>The difference of a coefficient between two parts or files.</summary>
/// <param name="First">What the first is of.</param>
/// <param name="Second">What the second is of.</param>
/// <param name="Difference">Second − first.</param>
/// <param name="Paired">Whether both are of the same items.</param>
internal sealed record DifferenceRow(string First, string Second, AgreementDifference Difference, bool Paired)
{
    /// <summary>The difference as a sentence.</summary>
    internal string Sentence(string? field)
    {
        string name = Difference.First.Name + (field is null ? string.Empty : " of " + field);
        if (Difference.Interval is not { } interval)
        {
            return $"{name}: nothing can be said of {Second} against {First}, since one of the two has no interval.";
        }

        string reach = FormattableString.Invariant(
            $"{interval.Low:+0.000;-0.000;0.000} to {interval.High:+0.000;-0.000;0.000}"
        );
        return interval.Low > 0 ? $"{name}: {Second} agrees better than {First}, by {reach}."
            : interval.High < 0 ? $"{name}: {Second} agrees less than {First}: {reach}."
            : $"{name}: no difference between {First} and {Second} is shown, nor that there is none ({reach}).";
    }
}
