using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Signing.Contracts;

/// <summary>
/// Where acts are signed. An act that needs a signature and comes without one is refused, and the refusal shows what is to be
/// signed; it comes again with the signature, which is good once, for what was shown, in the session in which it was shown.
/// </summary>
internal sealed class SigningDesk(Reauthentication people, SigningBook book, TimeProvider time)
{
    /// <summary>The codes that a route has to declare for <see cref="RefusalKind.Forbidden"/>.</summary>
    public static readonly string[] Forbidden = ["signature.needed", "signature.person", "signature.wrong"];

    /// <summary>The codes that a route has to declare for <see cref="RefusalKind.Conflict"/>.</summary>
    public static readonly string[] Conflicts = ["signature.content", "signature.replayed", "signature.session"];

    /// <summary>What came with a request: who asks, and a signature whose components were right, or none.</summary>
    internal sealed record Pen(
        string Person,
        string Name,
        string? Session,
        IReadOnlyList<string> Components,
        SignatureForm? Form
    );

    /// <summary>Looks at the components of a signature, before anything else is looked at.</summary>
    /// <exception cref="RefusedException">They are not right, or a program asks.</exception>
    public async Task<Pen> Take(HttpContext http, Caller caller, SignatureForm? form)
    {
        string? session = people.SessionOf(http, caller.Person);
        string name = people.NameOf(caller.Person);
        if (session is null)
        {
            return form is null ? new(caller.Person, name, null, [], null) : throw new RefusedException(ByPerson);
        }

        IReadOnlyList<string> components = people.Components(caller.Person, book.IsFirst(session));
        if (form is not null)
        {
            await people.Check(http, caller.Person, components, form.Password, form.Code, form.Email);
        }

        return new(caller.Person, name, session, components, form);
    }

    /// <summary>True where an act is signed: somebody signs it, or the project asks for it. What is signed need not be put together else.</summary>
    public static bool Wants(DbConnection c, string project, Pen pen, SignedAct act) =>
        pen.Form is not null || SigningTable.Policy(c, project).Asks(act);

    /// <summary>Signs within a unit of work, where the policy asks for it or a signature was given.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pen">What came with the request.</param>
    /// <param name="act">What is done.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="text">The content, as <see cref="SignedContent.Hash"/> takes it.</param>
    /// <param name="parts">Its lines, where it is a list that stands nowhere else in the record.</param>
    /// <exception cref="RefusedException">A signature is needed and missing, or does not stand.</exception>
    public void Sign(
        IUnitOfWork unit,
        string project,
        Pen pen,
        SignedAct act,
        string subject,
        string text,
        IReadOnlyList<string>? parts = null
    )
    {
        // To open what was sealed is signed in every project.
        if (act != SignedAct.SealOpening && !Wants(unit.Connection, project, pen, act))
        {
            return;
        }

        string hash = SignedContent.Hash(SigningTable.Word(act), subject, text);
        if (pen.Form is null)
        {
            throw new RefusedException(pen.Session is null ? ByPerson : Needed(pen, act, subject, hash));
        }

        SigningCase signing = new(
            act,
            subject,
            hash,
            pen.Person,
            pen.Name,
            pen.Session!,
            time.GetUtcNow(),
            pen.Components,
            pen.Form.Meaning,
            parts
        );
        unit.Append(
            new About(project, "signature/" + unit.NewId()),
            SigningRules.Sign(signing, book.Take(pen.Form.Challenge))
        );
        unit.AfterCommit(() => book.Signed(pen.Session!));
    }

    private Refusal Needed(Pen pen, SignedAct act, string subject, string hash) =>
        new("signature.needed", "This is signed: confirm its meaning and prove who you are.", RefusalKind.Forbidden)
        {
            Where = "signature",
            Next = "Send it again with a signature over what is shown here.",
            Facts = new Dictionary<string, object?>
            {
                ["challenge"] = book.Show(new(act, subject, hash, pen.Person, pen.Session!, time.GetUtcNow())),
                ["act"] = act,
                ["subject"] = subject,
                ["hash"] = hash,
                ["meaning"] = SigningRules.Meaning(act),
                ["name"] = pen.Name,
                ["components"] = pen.Components,
            },
        };

    private static Refusal ByPerson { get; } =
        new("signature.person", "This is signed by a person; a program cannot sign for one.", RefusalKind.Forbidden)
        {
            Next = "Do it in the workbench, signed in with your password.",
        };
}
