locals {
  state_bucket_arns = [for bucket in aws_s3_bucket.state : bucket.arn]
  state_object_arns = [for bucket in aws_s3_bucket.state : "${bucket.arn}/*"]
  state_key_arns    = [for key in aws_kms_key.state : key.arn]

  # Reads the state and locks it; the lock is a file beside the state.
  plan_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "ListState", Effect = "Allow", Action = ["s3:ListBucket"], Resource = local.state_bucket_arns },
      { Sid = "ReadState", Effect = "Allow", Action = ["s3:GetObject"], Resource = local.state_object_arns },
      { Sid = "LockState", Effect = "Allow", Action = ["s3:PutObject", "s3:DeleteObject"], Resource = [for arn in local.state_bucket_arns : "${arn}/*.tflock"] },
      { Sid = "StateKey", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = local.state_key_arns },
      { Sid = "NoCustomerData", Effect = "Deny", Action = ["s3:GetObject"], NotResource = local.state_object_arns },
    ]
  })

  # May make anything but what would let it, or anybody, stay: users, keys, and the state's own bucket.
  apply_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "NothingThatStays"
        Effect   = "Deny"
        Action   = ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "organizations:*", "account:*"]
        Resource = "*"
      },
      {
        Sid      = "StateOutlivesEverything"
        Effect   = "Deny"
        Action   = ["s3:DeleteBucket", "s3:PutBucketVersioning", "s3:DeleteObjectVersion"]
        Resource = concat(local.state_bucket_arns, local.state_object_arns)
      },
    ]
  })

  # Reads the one secret with which browser tests sign in to staging, as a member who may look and nothing else.
  verify_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "ReadTestMember", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = ["arn:aws:secretsmanager:us-east-1:${var.account_id}:secret:horizon/staging/test-member-*"] },
      {
        Sid       = "OpenTestMember"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:us-east-1:${var.account_id}:key/*"]
        Condition = { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/horizon-staging-secrets" } }
      },
    ]
  })

  deploy_policies = { for environment, region in { staging = "us-east-1", production = "us-east-1", dr = "us-west-2" } : environment => jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "ReachCluster", Effect = "Allow", Action = ["eks:DescribeCluster"], Resource = ["arn:aws:eks:${region}:${var.account_id}:cluster/horizon-${environment}"] },
      { Sid = "RegistryToken", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
      { Sid = "PullImages", Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"], Resource = ["arn:aws:ecr:${region}:${var.account_id}:repository/horizon-*"] },
    ]
  }) }
}

module "shared_roles" {
  source = "../../modules/github-oidc"

  environment     = "shared"
  account_id      = var.account_id
  repository      = var.repository
  create_provider = true
  roles = {
    push = {
      github_environment = "shared-push"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Sid = "RegistryToken", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
          {
            Sid      = "PushImages"
            Effect   = "Allow"
            Action   = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]
            Resource = ["arn:aws:ecr:us-east-1:${var.account_id}:repository/horizon-*"]
          },
        ]
      })
    }
    plan  = { github_environment = "shared-plan", policy = local.plan_policy, managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
    apply = { github_environment = "shared-apply", policy = local.apply_policy, managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }
  }
}

module "environment_roles" {
  source   = "../../modules/github-oidc"
  for_each = local.deploy_policies

  environment     = each.key
  account_id      = var.account_id
  repository      = var.repository
  create_provider = false
  roles = merge({
    plan  = { github_environment = "${each.key}-plan", policy = local.plan_policy, managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
    apply = { github_environment = "${each.key}-apply", policy = local.apply_policy, managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }
    # A canary of production waits for people up to five hours, and the job that waits asks the cluster until the end.
    deploy = { github_environment = each.key, policy = each.value, session_duration_sec = each.key == "production" ? 21600 : 3600 }
  }, { for purpose in each.key == "staging" ? ["verify"] : [] : purpose => { github_environment = "staging-verify", policy = local.verify_policy } })
}
