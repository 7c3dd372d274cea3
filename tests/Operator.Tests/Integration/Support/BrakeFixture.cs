namespace Operator.Tests.Integration.Support;

/// <summary>An operator that asks from three deletions on.</summary>
public sealed class BrakeFixture : OperatorFixture
{
    protected override string MassDeletionMinimum => "3";
}
