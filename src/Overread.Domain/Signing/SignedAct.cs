namespace Overread.Domain.Signing;

/// <summary>The acts that a project may ask a signature for (21 CFR 11.50).</summary>
public enum SignedAct
{
    /// <summary>A protocol version is published.</summary>
    Protocol,

    /// <summary>A batch is approved at the gate.</summary>
    Batch,

    /// <summary>A dispute is decided.</summary>
    Adjudication,

    /// <summary>A prepared release is approved.</summary>
    ReleaseApproval,

    /// <summary>A prepared release is published.</summary>
    ReleasePublication,

    /// <summary>Sealed labels are opened. Always signed, whatever the policy.</summary>
    SealOpening,
}
