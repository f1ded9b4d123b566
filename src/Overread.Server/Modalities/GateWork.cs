using Overread.Domain;
using Overread.Server.Features.Intake.Contracts;

namespace Overread.Server.Modalities;

/// <summary>What a person has done in a modality's stage about one entry.</summary>
internal abstract record GateWork
{
    /// <summary>Proposals that nobody has accepted or dismissed.</summary>
    public abstract int Undecided { get; }

    /// <summary>Places proposed to be blacked out, and what people made of them.</summary>
    public abstract BatchReport.PlaceCount Places { get; }

    /// <summary>
    /// True where it shows something that the machine had missed: a place marked by hand, where a machine had looked.
    /// </summary>
    public virtual bool FoundLeak => Places.Drawn > 0;

    /// <summary>Why the entry cannot be approved yet; null where it can.</summary>
    public abstract Refusal? Obstacle { get; }

    /// <summary>What people decided in it, as whoever approves the batch signs it: plain values, which JSON can hold.</summary>
    public abstract object Signed { get; }
}
