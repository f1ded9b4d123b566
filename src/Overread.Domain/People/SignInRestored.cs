using Overread.Domain.Record;

namespace Overread.Domain.People;

/// <summary>
/// An administrator who could not sign in any more was given a password by a command on the server's machine: an emergency, and an
/// alarm.
/// </summary>
/// <param name="Person">Whose account.</param>
/// <param name="By">Who did it, by their own word.</param>
/// <param name="Reason">Why.</param>
/// <param name="Account">The account of the machine that ran the command.</param>
/// <param name="SecondFactorOff">True where the second factor and passkeys were taken off too.</param>
public sealed record SignInRestored(string Person, string By, string Reason, string Account, bool SecondFactorOff)
    : DomainEvent;
