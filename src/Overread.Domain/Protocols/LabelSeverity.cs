namespace Overread.Domain.Protocols;

/// <summary>
/// How bad the harm is that a wrong label can lead to, from the least to the worst: the qualitative levels that ISO/TR 24971
/// gives for the severity of harm in ISO 14971.
/// </summary>
public enum LabelSeverity
{
    /// <summary>Inconvenience or discomfort that passes.</summary>
    Negligible,

    /// <summary>Injury that passes and needs nobody's help.</summary>
    Minor,

    /// <summary>Injury or impairment that needs help by professionals.</summary>
    Serious,

    /// <summary>Permanent impairment, or an injury that endangers life.</summary>
    Critical,

    /// <summary>Death.</summary>
    Catastrophic,
}
