namespace McpTenants.Operator.Vaults;

/// <summary>Carries a problem through code of others, such as a credential within a client.</summary>
internal sealed class VaultException(VaultProblem problem, Exception? inner = null) : Exception(problem.Message, inner)
{
    /// <summary>The problem.</summary>
    public VaultProblem Problem => problem;
}
