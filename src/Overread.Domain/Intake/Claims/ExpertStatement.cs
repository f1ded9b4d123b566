namespace Overread.Domain.Intake.Claims;

/// <summary>
/// An expert's determination that the risk of identification is very small (45 CFR 164.514(b)(1)). It is about one plan and
/// ends on a day.
/// </summary>
/// <param name="Expert">Who determined it.</param>
/// <param name="Reference">Where the methods and results are documented.</param>
/// <param name="PlanHash">The plan it is about: at least the first 16 hexadecimal digits of its hash, as the document has them.</param>
/// <param name="Expires">The last day on which it holds, as <c>yyyy-MM-dd</c>.</param>
public sealed record ExpertStatement(string Expert, string Reference, string PlanHash, string Expires);
