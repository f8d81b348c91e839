provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "dr"
      Layer        = "cluster"
      Service      = "platform"
      CostCategory = "compute"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
