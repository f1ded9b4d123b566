namespace Overread.Deidentification.Patients.Files;

/// <summary>What a file of decisions says. Where there is a problem nothing of the file should be taken: the rest may depend on it.</summary>
/// <param name="Decisions">Decisions understood, in the order of the file.</param>
/// <param name="Problems">What was not understood.</param>
public sealed record DecisionReading(IReadOnlyList<PatientDecision> Decisions, IReadOnlyList<DecisionProblem> Problems);
