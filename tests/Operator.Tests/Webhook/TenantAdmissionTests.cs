using System.Text.Json;
using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Webhook;
using Operator.Tests.Check;

namespace Operator.Tests.Webhook;

public sealed class TenantAdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusal_CarriesTheFieldAsACause_WhichIsAllThatAnOldKubectlPrints()
    {
        var details = Review("DELETE", null, Tenant()).Status!.Details.ShouldNotBeNull();

        details.Kind.ShouldBe("McpTenant");
        var cause = details.Causes.ShouldNotBeNull().ShouldHaveSingleItem();
        cause.Field.ShouldBe("spec.deletion.protection");
        cause.Message.ShouldBe("the tenant is protected from deletion; set it to false first");
    }

    [Fact]
    public void Delete_ProtectedTenant_IsRefused() => Review("DELETE", null, Tenant()).Status!.Message.ShouldStartWith("spec.deletion.protection: ");

    [Fact]
    public void Delete_UnprotectedTenant_IsAllowed() =>
        Review("DELETE", null, Tenant(spec => spec with { Deletion = new() { Protection = false } })).Allowed.ShouldBeTrue();

    [Fact]
    public void Update_OfSubdomain_IsRefused() =>
        Review("UPDATE", Tenant(spec => spec with { Subdomain = "other" }), Tenant()).Status!.Message.ShouldStartWith("spec.subdomain: ");

    [Fact]
    public void Update_OfFinalizersOnly_IsAllowedEvenIfTheSpecIsRefusedToday()
    {
        var stored = Tenant(spec => spec with { Tier = "abolished" });
        var next = stored with { Metadata = stored.Metadata with { Finalizers = [] } };

        Review("UPDATE", next, stored).Allowed.ShouldBeTrue();
    }

    [Fact]
    public void Update_WhileDeleting_MayOnlyChangeDeletion()
    {
        var stored = Tenant();
        stored.Metadata.DeletionTimestamp = Now.UtcDateTime;

        Review("UPDATE", stored with { Spec = stored.Spec with { DisplayName = "x" } }, stored).Status!.Message.ShouldStartWith("spec: ");
        Review("UPDATE", stored with { Spec = stored.Spec with { Deletion = new() { Export = ExportMode.None } } }, stored).Allowed.ShouldBeTrue();
    }

    [Fact]
    public void Create_WithoutArchive_Warns() => Review("CREATE", Tenant(), null).Warnings!.ShouldContain(text => text.StartsWith("spec.deletion.exportTarget"));

    [Theory]
    [InlineData("jane", "customer-admins", false)]
    [InlineData("jane", "platform-admins", true)]
    [InlineData("root", "customer-admins", true)]
    public void Update_OfWhatThePlatformDecides_IsForItsPrincipalsOnly(string user, string group, bool allowed)
    {
        var platform = Manifests.Platform with { AllowPrivateIssuers = true, PlatformPrincipals = ["root", "platform-admins"] };

        foreach (var change in (Func<McpTenantSpec, McpTenantSpec>[])
            [spec => spec with { Suspended = true }, spec => spec with { Tier = "enterprise" }, spec => spec with { Deletion = new() { Protection = false } }])
            Review("UPDATE", Tenant(change), Tenant(), platform, new() { Username = user, Groups = [group] }).Allowed.ShouldBe(allowed);
        Review("UPDATE", Tenant(spec => spec with { DisplayName = "x" }), Tenant(), platform, new() { Username = user, Groups = [group] }).Allowed.ShouldBeTrue();
    }

    private static McpTenant Tenant(Func<McpTenantSpec, McpTenantSpec>? change = null)
    {
        var tenant = Manifests.Read(RepositoryFiles.At("examples", "tenant-minimal.yaml"));
        return change is null ? tenant : tenant with { Spec = change(tenant.Spec) };
    }

    private static V1AdmissionResponse Review(
        string operation, McpTenant? next, McpTenant? stored, PlatformPolicy? platform = null, V1UserInfo? user = null) => TenantAdmission.Review(
        new V1AdmissionRequest
        {
            Uid = "u",
            Operation = operation,
            UserInfo = user,
            Kind = new() { Kind = McpTenant.KubeKind },
            ObjectProperty = Json(next),
            OldObject = Json(stored),
        },
        platform ?? Manifests.Platform with { AllowPrivateIssuers = true },
        [],
        Now);

    private static JsonElement? Json(McpTenant? tenant) => tenant is null ? null : JsonElement.Parse(KubernetesJson.Serialize(tenant));
}
