namespace Overread.Domain.Training;

/// <summary>How a sealed test is drawn, passed, and for how long that holds.</summary>
/// <param name="Qualification">The kind of qualification that it gives, as the project's rules name it.</param>
/// <param name="Items">Items of a test, 1 to 1,000.</param>
/// <param name="PassMarks">
/// By field the share of right answers, above 0 and below 1, that the one-sided lower bound by Wilson's score has to reach.
/// </param>
/// <param name="Attempts">Attempts that a person has, 1 to 100.</param>
/// <param name="CoolingHours">Hours between a failed attempt and the next, 0 to 8,760.</param>
/// <param name="ValidDays">Days for which passing holds, 1 to 3,650; null where it has no end.</param>
/// <param name="Confidence">Confidence of the lower bound, from 0.5 to 1, both excluded.</param>
public sealed record TestRules(
    string Qualification,
    int Items,
    IReadOnlyDictionary<string, double> PassMarks,
    int Attempts = 3,
    int CoolingHours = 24,
    int? ValidDays = null,
    double Confidence = 0.95
);
