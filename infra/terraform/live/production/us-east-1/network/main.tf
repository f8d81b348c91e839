module "network" {
  source = "../../../../modules/network"

  name        = "horizon-production"
  environment = "production"
  region      = "us-east-1"
  account_id  = var.account_id

  cidr_block           = "10.0.0.0/16"
  availability_zones   = ["us-east-1a", "us-east-1b"]
  public_subnet_cidrs  = ["10.0.1.0/24", "10.0.2.0/24"]
  private_subnet_cidrs = ["10.0.10.0/24", "10.0.20.0/24"]
  data_subnet_cidrs    = ["10.0.100.0/24", "10.0.200.0/24"]
  pod_cidr_block       = "100.64.0.0/16"

  nat_gateways            = 2
  interface_endpoints     = ["ecr.api", "ecr.dkr", "secretsmanager", "sts", "ssm", "ssmmessages"]
  flow_log_retention_days = 90
}

module "bastion" {
  source = "../../../../modules/bastion"

  name                          = "horizon-production"
  environment                   = "production"
  vpc_id                        = module.network.vpc_id
  subnet_ids                    = module.network.public_subnet_ids
  data_client_security_group_id = module.network.data_client_security_group_id
}
