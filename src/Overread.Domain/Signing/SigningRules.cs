namespace Overread.Domain.Signing;

/// <summary>Decides whether a signature stands (21 CFR 11.50, 11.70, 11.200), and what a project's policy may be.</summary>
public static class SigningRules
{
    /// <summary>What a signature under an act means; the signer confirms these words.</summary>
    public static string Meaning(SignedAct act) =>
        act switch
        {
            SignedAct.Protocol =>
                "Authorship: I publish this protocol version; reads follow its guideline and its rule.",
            SignedAct.Batch => "Approval: I approve what passes the gate of this batch as de-identified.",
            SignedAct.Adjudication => "Responsibility: I decided this dispute for the reason that I gave.",
            SignedAct.SealOpening =>
                "Approval: I agree that the sealed labels of this release are opened for the reason that was given.",
            SignedAct.ReleaseApproval => "Approval: I reviewed this release and approve it.",
            _ => "Responsibility: I publish this release.",
        };

    /// <summary>The lead lays down what is signed.</summary>
    /// <param name="before">The policy so far.</param>
    /// <param name="after">The policy from now on.</param>
    /// <param name="reason">Why.</param>
    public static Decision Lay(SigningPolicy before, SigningPolicy after, string? reason)
    {
        if (after.TwoPeople && !(after.Asks(SignedAct.ReleaseApproval) && after.Asks(SignedAct.ReleasePublication)))
        {
            return Decision.Refuse(
                new(
                    "signing.two-people",
                    "Two people sign a release only where approving and publishing it are signed."
                )
                {
                    Where = "twoPeople",
                    Next = "Ask for both signatures, or for no second person.",
                }
            );
        }

        if (before.IsWeakenedBy(after))
        {
            if (FreeText.Reason(reason, "Less would be signed than before: that needs a reason.") is { } missing)
            {
                return Decision.Refuse(missing);
            }
        }
        else if (FreeText.TooLong(reason) is { } tooLong)
        {
            return Decision.Refuse(tooLong);
        }

        SigningPolicySet laid = new(
            [.. after.Acts.Distinct().Order()],
            after.TwoPeople,
            string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()
        );
        return before.Acts.SequenceEqual(laid.Acts) && before.TwoPeople == laid.TwoPeople
            ? Decision.Accept()
            : Decision.Accept(laid);
    }

    /// <summary>Somebody signs what they were shown.</summary>
    /// <param name="signing">The signature as it would be.</param>
    /// <param name="shown">What they were shown; null where the server knows of nothing, or it was signed already.</param>
    public static Decision Sign(SigningCase signing, SigningChallenge? shown)
    {
        if (shown is null || shown.Issued > signing.Now || signing.Now - shown.Issued > SigningChallenge.Lasts)
        {
            return Again("signature.replayed", "This was signed already, or was shown too long ago.");
        }

        if (shown.Person != signing.Person || shown.Session != signing.Session)
        {
            return Again("signature.session", "This was shown to somebody else, or in another session.");
        }

        if (shown.Act != signing.Act || shown.Subject != signing.Subject || shown.Hash != signing.Hash)
        {
            return Again("signature.content", "What would be signed is not what was shown.");
        }

        if (signing.Meaning != Meaning(signing.Act))
        {
            return Decision.Refuse(
                new("signature.meaning", "That is not what this signature means.")
                {
                    Where = "signature.meaning",
                    Next = "Confirm the meaning in the words in which it was shown.",
                }
            );
        }

        return Decision.Accept(
            new ContentSigned(
                signing.Act,
                signing.Subject,
                signing.Hash,
                signing.Meaning,
                signing.Person,
                signing.Name,
                signing.Components
            )
            {
                Parts = signing.Parts,
            }
        );
    }

    /// <summary>Says why somebody may not approve a prepared release; null where they may.</summary>
    /// <param name="policy">The project's policy.</param>
    /// <param name="author">Who made it.</param>
    /// <param name="approver">Who would approve it.</param>
    /// <param name="approvals">Who has approved it.</param>
    public static Refusal? Approves(
        SigningPolicy policy,
        string author,
        string approver,
        IReadOnlyCollection<string> approvals
    ) =>
        approvals.Contains(approver)
            ? new("signature.already", "You have approved this release already.", RefusalKind.Conflict)
        : policy.TwoPeople && author == approver
            ? SamePerson("Who made a release does not approve it: it needs two people.")
        : null;

    /// <summary>Says why somebody may not publish a prepared release; null where they may.</summary>
    /// <param name="policy">The project's policy.</param>
    /// <param name="author">Who made it.</param>
    /// <param name="publisher">Who would publish it.</param>
    /// <param name="approvals">Who has approved it.</param>
    public static Refusal? Publishes(
        SigningPolicy policy,
        string author,
        string publisher,
        IReadOnlyCollection<string> approvals
    )
    {
        if (policy.Asks(SignedAct.ReleaseApproval) && approvals.Count == 0)
        {
            return new("release.unapproved", "Nobody has approved this release yet.", RefusalKind.Conflict)
            {
                Next = "Ask somebody who may approve it to sign; the page of the release has the button.",
            };
        }

        return policy.TwoPeople && !approvals.Any(a => a != publisher && a != author)
            ? SamePerson("Who approved a release does not publish it: it needs two people.")
            : null;
    }

    private static Refusal SamePerson(string title) =>
        new("signature.same-person", title, RefusalKind.Conflict)
        {
            Next = "Ask a colleague with the role; the project's members are on its page.",
        };

    private static Decision Again(string code, string title) =>
        Decision.Refuse(
            new(code, title, RefusalKind.Conflict)
            {
                Where = "signature.challenge",
                Next = "Send it without a signature: the answer shows what is to be signed now.",
            }
        );
}
