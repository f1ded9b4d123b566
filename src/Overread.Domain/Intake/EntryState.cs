namespace Overread.Domain.Intake;

/// <summary>Where an entry stands at the gate.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Decision">approve, hold or reject; null where nobody has decided.</param>
/// <param name="Risk">How doubtful it is, 0 to 1.</param>
/// <param name="Undecided">Proposals that nobody has accepted or dismissed.</param>
public sealed record EntryState(string Id, string? Decision, double Risk, int Undecided)
{
    /// <summary>From this risk on an entry needs a decision of its own; the batch's does not reach it.</summary>
    public const double Doubtful = 0.5;

    /// <summary>False while it is not certain who its patient is: then it does not pass, whatever was decided of it.</summary>
    public bool IsPatientSettled { get; init; } = true;

    /// <summary>False while something stands against what the project claims of its data: then it does not pass either.</summary>
    public bool BearsClaim { get; init; } = true;

    /// <summary>True where a person found something identifying in it that the machine had missed: a place, or only that.</summary>
    public bool HasLeak { get; init; }

    /// <summary>True where a person said so without marking the place, and has not taken it back.</summary>
    public bool IsLeakMarked { get; init; }

    /// <summary>True where it needs a decision of its own.</summary>
    public bool IsDoubtful => Risk >= Doubtful || HasLeak;

    /// <summary>
    /// True where approving the batch makes an item of it: approved by itself, or plain and with nothing open; of a certain
    /// patient, and such that the project's claim is true of it.
    /// </summary>
    public bool Passes =>
        IsPatientSettled
        && BearsClaim
        && (Decision == "approve" || (Decision is null && !IsDoubtful && Undecided == 0));
}
