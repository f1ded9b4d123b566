namespace Overread.Domain.Intake;

/// <summary>How the entries of a batch went through the gate.</summary>
/// <param name="Approved">Became items with this decision.</param>
/// <param name="Rejected">Destroyed.</param>
/// <param name="Held">Stay in quarantine because somebody, or a rule, held them.</param>
/// <param name="Waiting">Stay because they are doubtful and nobody has decided them.</param>
/// <param name="Reviewed">Entries of the random sample that a person decided.</param>
/// <param name="Leaks">Of them, those in which something identifying was found that the machine had missed.</param>
/// <param name="LeakBound">Upper 95 % bound of the leak rate (Clopper and Pearson); 1 without a sample.</param>
public sealed record GateOutcome(
    int Approved,
    int Rejected,
    int Held,
    int Waiting,
    int Reviewed,
    int Leaks,
    double LeakBound
);
