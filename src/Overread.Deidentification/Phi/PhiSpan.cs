namespace Overread.Deidentification.Phi;

/// <summary>One identifier in a text.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">The unit behind the last.</param>
/// <param name="Type">What it is.</param>
/// <param name="Rule">Which rule found it, such as "title" or "seen-before".</param>
/// <param name="Score">How sure the rule is, 0 to 1: the order in which a person reviews, no probability.</param>
public readonly record struct PhiSpan(int Start, int End, PhiType Type, string Rule, double Score)
{
    /// <summary>Units in the span.</summary>
    public int Length => End - Start;
}
