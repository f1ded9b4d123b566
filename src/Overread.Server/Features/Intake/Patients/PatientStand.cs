namespace Overread.Server.Features.Intake.Patients;

/// <summary>Where an entry stands with regard to who its patient is.</summary>
internal enum PatientStand
{
    /// <summary>Nobody doubts it.</summary>
    Settled,

    /// <summary>A question about its patient is open.</summary>
    Asked,

    /// <summary>Its study names two patients.</summary>
    OfTwo,

    /// <summary>What was decided since gives it another pseudonym: it has to be prepared again.</summary>
    Changed,
}
