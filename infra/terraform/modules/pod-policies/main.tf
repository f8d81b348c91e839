locals {
  secret_arns = "arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:horizon/${var.environment}/*"
  rds_arns    = ["arn:aws:rds:${var.region}:${var.account_id}:db:${var.name}*", "arn:aws:rds:${var.region}:${var.account_id}:cluster:${var.name}*"]
  cache_arns  = ["arn:aws:elasticache:${var.region}:${var.account_id}:replicationgroup:${var.name}"]
  owned_by_controller = { StringEquals = {
    "aws:ResourceTag/elbv2.k8s.aws/cluster" = var.name
  } }

  documents = [
    { Sid = "Documents", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = ["${var.documents_bucket_arn}/*"] },
    { Sid = "ListDocuments", Effect = "Allow", Action = ["s3:ListBucket"], Resource = [var.documents_bucket_arn] },
    { Sid = "DocumentKey", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = [var.storage_key_arn] },
  ]

  statements = {
    external-secrets = [
      { Sid = "ReadSecrets", Effect = "Allow", Action = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource = [local.secret_arns] },
      { Sid = "SecretKey", Effect = "Allow", Action = ["kms:Decrypt"], Resource = [var.secrets_key_arn] },
    ]
    cluster-autoscaler = [
      { Sid = "ScalerReads", Effect = "Allow", Action = ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances", "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities", "autoscaling:DescribeTags", "ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions", "ec2:GetInstanceTypesFromInstanceRequirements"], Resource = "*" },
      { Sid = "ScalerReadsGroups", Effect = "Allow", Action = ["eks:DescribeNodegroup"], Resource = ["arn:aws:eks:${var.region}:${var.account_id}:nodegroup/${var.name}/*"] },
      { Sid = "ScalerScales", Effect = "Allow", Action = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"], Resource = ["arn:aws:autoscaling:${var.region}:${var.account_id}:autoScalingGroup:*"], Condition = { StringEquals = { "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.name}" = "owned" } } },
    ]
    aws-load-balancer-controller = [
      { Sid = "BalancerReads", Effect = "Allow", Action = ["ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInternetGateways", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc", "elasticloadbalancing:DescribeListenerAttributes", "elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "acm:DescribeCertificate", "acm:ListCertificates", "wafv2:GetWebACL", "wafv2:GetWebACLForResource", "wafv2:ListWebACLs"], Resource = "*" },
      { Sid = "BalancerFilters", Effect = "Allow", Action = ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "elasticloadbalancing:SetWebAcl"], Resource = ["arn:aws:wafv2:${var.region}:${var.account_id}:regional/webacl/${var.name}/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:loadbalancer/app/${var.name}-*/*"] },
      { Sid = "BalancerCreates", Effect = "Allow", Action = ["elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule", "elasticloadbalancing:CreateTargetGroup"], Resource = ["arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:*"] },
      { Sid = "BalancerTags", Effect = "Allow", Action = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"], Resource = ["arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:targetgroup/*/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:loadbalancer/app/${var.name}-*/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:listener/app/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:listener-rule/app/*"] },
      { Sid = "BalancerChangesItsOwn", Effect = "Allow", Action = ["elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets"], Resource = ["arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:*"], Condition = local.owned_by_controller },
      { Sid = "BalancerRoutes", Effect = "Allow", Action = ["elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:RemoveListenerCertificates", "elasticloadbalancing:SetRulePriorities"], Resource = ["arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:listener/app/${var.name}-*/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:listener-rule/app/${var.name}-*/*", "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}:targetgroup/*/*"] },
      { Sid = "BalancerMakesGroups", Effect = "Allow", Action = ["ec2:CreateSecurityGroup"], Resource = ["arn:aws:ec2:${var.region}:${var.account_id}:security-group/*", "arn:aws:ec2:${var.region}:${var.account_id}:vpc/*"] },
      { Sid = "BalancerTagsGroups", Effect = "Allow", Action = ["ec2:CreateTags"], Resource = ["arn:aws:ec2:${var.region}:${var.account_id}:security-group/*"], Condition = { StringEquals = { "ec2:CreateAction" = "CreateSecurityGroup", "aws:RequestTag/elbv2.k8s.aws/cluster" = var.name } } },
      { Sid = "BalancerChangesGroups", Effect = "Allow", Action = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:DeleteSecurityGroup"], Resource = ["arn:aws:ec2:${var.region}:${var.account_id}:security-group/*"], Condition = local.owned_by_controller },
      { Sid = "BalancerOpensPods", Effect = "Allow", Action = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"], Resource = ["arn:aws:ec2:${var.region}:${var.account_id}:security-group/*"], Condition = { StringEquals = { "aws:ResourceTag/aws:eks:cluster-name" = var.name } } },
    ]
    argo-rollouts = [
      { Sid = "RolloutsVerify", Effect = "Allow", Action = ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTargetHealth"], Resource = "*" },
    ]
    customer-service = concat(local.documents, [
      { Sid = "EncryptPersonalData", Effect = "Allow", Action = ["kms:GenerateDataKey", "kms:Decrypt"], Resource = ["arn:aws:kms:${var.region}:${var.account_id}:key/${var.personal_data_key_ids["encryption"]}"] },
      { Sid = "IndexPersonalData", Effect = "Allow", Action = ["kms:GenerateMac"], Resource = ["arn:aws:kms:${var.region}:${var.account_id}:key/${var.personal_data_key_ids["index"]}"] },
    ])
    credit-service  = local.documents
    dispute-service = local.documents
    worker-service = concat(local.documents, [
      # Backups are written, never read and never deleted: a stolen pod cannot undo them.
      { Sid = "WriteBackups", Effect = "Allow", Action = ["s3:PutObject"], Resource = ["${var.backups_bucket_arn}/logical/*"] },
    ])
    notification-service = [
      { Sid = "SendMail", Effect = "Allow", Action = ["ses:SendEmail", "ses:SendRawEmail"], Resource = ["arn:aws:ses:${var.region}:${var.account_id}:identity/${var.domain_name}", "arn:aws:ses:${var.region}:${var.account_id}:configuration-set/${var.name}"] },
    ]
    ops-server = [
      { Sid = "OpsReads", Effect = "Allow", Action = ["backup:List*", "backup:Describe*", "backup:GetRestoreJobMetadata", "budgets:ViewBudget", "ce:GetAnomalies", "ce:GetCostAndUsage", "ce:GetCostForecast", "ce:GetReservationPurchaseRecommendation", "ce:GetRightsizingRecommendation", "ce:GetSavingsPlansPurchaseRecommendation", "ce:GetTags", "cloudwatch:GetMetricData", "eks:ListClusters", "elasticache:DescribeEvents", "elasticache:DescribeGlobalReplicationGroups", "elasticache:DescribeReplicationGroups", "elasticache:DescribeSnapshots", "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots", "rds:DescribeDBInstanceAutomatedBackups", "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeEvents", "rds:DescribeGlobalClusters", "route53:GetHealthCheckStatus", "ses:GetAccount"], Resource = "*" },
      { Sid = "OpsReachesClusters", Effect = "Allow", Action = ["eks:DescribeCluster"], Resource = [for cluster in ["us-east-1:${var.account_id}:cluster/horizon-staging", "us-east-1:${var.account_id}:cluster/horizon-production", "us-west-2:${var.account_id}:cluster/horizon-dr"] : "arn:aws:eks:${cluster}"] },
      { Sid = "OpsFailsOver", Effect = "Allow", Action = ["rds:RebootDBInstance", "rds:PromoteReadReplica", "rds:FailoverDBCluster", "rds:CreateDBSnapshot", "rds:CreateDBClusterSnapshot", "rds:AddTagsToResource"], Resource = concat(local.rds_arns, ["arn:aws:rds:${var.region}:${var.account_id}:snapshot:${var.name}-*", "arn:aws:rds:${var.region}:${var.account_id}:cluster-snapshot:${var.name}-*"]) },
      { Sid = "OpsFailsOverCache", Effect = "Allow", Action = ["elasticache:TestFailover", "elasticache:CreateSnapshot"], Resource = concat(local.cache_arns, ["arn:aws:elasticache:${var.region}:${var.account_id}:snapshot:${var.name}-*", "arn:aws:elasticache:${var.region}:${var.account_id}:cluster:${var.name}*"]) },
      { Sid = "OpsReadsBackups", Effect = "Allow", Action = ["s3:ListBucket", "s3:GetLifecycleConfiguration"], Resource = [var.backups_bucket_arn] },
      { Sid = "OpsReadsBackupHeads", Effect = "Allow", Action = ["s3:GetObject", "s3:GetObjectAttributes"], Resource = ["${var.backups_bucket_arn}/logical/*"] },
      { Sid = "OpsReadsBackupKey", Effect = "Allow", Action = ["kms:Decrypt"], Resource = [var.storage_key_arn] },
    ]
  }

  # Namespaces and service accounts of k8s/.
  accounts = {
    external-secrets             = ["external-secrets", "external-secrets"]
    cluster-autoscaler           = ["kube-system", "cluster-autoscaler"]
    aws-load-balancer-controller = ["kube-system", "aws-load-balancer-controller"]
    argo-rollouts                = ["argo-rollouts", "argo-rollouts"]
    customer-service             = [var.name, "horizon-customer"]
    credit-service               = [var.name, "horizon-credit"]
    dispute-service              = [var.name, "horizon-dispute"]
    worker-service               = [var.name, "horizon-worker"]
    notification-service         = [var.name, "horizon-notification"]
    ops-server                   = ["horizon-system", "ops-server"]
  }
}
