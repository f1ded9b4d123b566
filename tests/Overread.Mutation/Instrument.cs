using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Overread.Mutation;

/// <summary>
/// Rewrites Stryker's switch in the mutated library: IsActive(id) notes that id was asked for in an array and compares it
/// with the active mutant. Stryker's own bookkeeping searches a list under a lock at every step of every loop.
/// </summary>
internal static class Instrument
{
    /// <summary>The library under test, such as Overread.Quality; ./run says which.</summary>
    internal static string Name { get; } =
        Environment.GetEnvironmentVariable("OVERREAD_MUTATED") is { Length: > 0 } name ? name : "Overread.Quality";

    internal static string Library { get; } = Name + ".dll";
    internal const string Hits = "Hits";

    internal static Type Control(Assembly library) => library.GetTypes().Single(t => t.Name == "MutantControl");

    internal static void Rewrite(string mutated, string target, int mutants)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(mutated);
        TypeDefinition control = module.Types.Single(t => t.Name == "MutantControl");
        FieldDefinition hits = new(
            Hits,
            Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static,
            new ArrayType(module.TypeSystem.Byte)
        );
        control.Fields.Add(hits);
        FieldDefinition active = control.Fields.Single(f => f.Name == "ActiveMutant");
        Replace(
            control.Methods.Single(m => m.Name == ".cctor"),
            [
                Instruction.Create(OpCodes.Ldc_I4, mutants),
                Instruction.Create(OpCodes.Newarr, module.TypeSystem.Byte),
                Instruction.Create(OpCodes.Stsfld, hits),
                Instruction.Create(OpCodes.Ret),
            ]
        );
        Replace(
            control.Methods.Single(m => m.Name == "IsActive"),
            [
                Instruction.Create(OpCodes.Ldsfld, hits),
                Instruction.Create(OpCodes.Ldarg_0),
                Instruction.Create(OpCodes.Ldc_I4_1),
                Instruction.Create(OpCodes.Stelem_I1),
                Instruction.Create(OpCodes.Ldarg_0),
                Instruction.Create(OpCodes.Ldsfld, active),
                Instruction.Create(OpCodes.Ceq),
                Instruction.Create(OpCodes.Ret),
            ]
        );
        module.Write(target);
    }

    private static void Replace(MethodDefinition method, Instruction[] code)
    {
        method.Body.Instructions.Clear();
        method.Body.ExceptionHandlers.Clear();
        method.Body.Variables.Clear();
        foreach (Instruction instruction in code)
        {
            method.Body.Instructions.Add(instruction);
        }
    }
}
